/** A CSV text as lines that know their numbers, and how a refused one names what is wrong with it. For mirror and HQ alike. */
import { CsvError, parse } from 'csv-parse/sync';

export interface CsvLine {
  readonly number: number;
  readonly cells: readonly string[];
}

const MAX_NAMED = 5;

/** Lines of any length, the empty ones left out. @param refuse makes the error of what is no CSV */
export function readCsvLines(
  text: string,
  refuse: (mistakes: readonly string[], cause: unknown) => Error,
): CsvLine[] {
  try {
    const records = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ number: info.lines, cells: record }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw refuse([`${cause.message}.`], cause);
  }
}

/** The first mistakes, a line each, and how many more there are. */
export function nameMistakes(mistakes: readonly string[]): string {
  const more = mistakes.length - MAX_NAMED;
  return [...mistakes.slice(0, MAX_NAMED), ...(more > 0 ? [`… and ${more} more.`] : [])].join('\n');
}
