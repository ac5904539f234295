/** Rows as a CSV file that spreadsheets open without being misled: RFC 4180, UTF-8 with its mark, and no cell that is a formula. */

export type Cell = string | number | null;

/** Spreadsheets take it for the beginning of a formula (OWASP, CSV injection). Numbers of ours are not text. */
const FORMULA = /^[=+\-@\t\r]/;

export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
