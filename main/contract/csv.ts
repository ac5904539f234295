/** Rows as a CSV file: RFC 4180, UTF-8 with its byte order mark, which spreadsheets need to see, and no cell that is a formula. */

export type CsvCell = string | number | null;

/** Spreadsheets take text that begins so for a formula, in its wide form too; an apostrophe in front makes it text again. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  const lines = rows.map((row) => row.map(cellText).join(','));
  return `\uFEFF${lines.map((line) => `${line}\r\n`).join('')}`;
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
