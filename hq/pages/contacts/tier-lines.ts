/**
 * Reads what the till knows of its customers: CSV of `phone,tier`, taken whole or refused with each mistake by its line.
 * Numbers come out in E.164.
 */
import { CodedError } from '../../../main/contract/coded-error.ts';
import { type CsvLine, nameMistakes, readCsvLines } from '../../../main/contract/csv-lines.ts';
import { readPhone } from '../../contacts/phone.ts';

export type TiersErrorCode = 'tiers-invalid';

const TIERS = ['vip', 'repeat', 'bought', 'new'] as const;
export type Tier = (typeof TIERS)[number];

export interface TierLine {
  readonly phone: string;
  readonly tier: Tier;
}

const COLUMNS = ['phone', 'tier'] as const;
/** Reading a number takes 50 µs, in which HQ does nothing else. */
const MAX_LINES = 20_000;

/** @param country of numbers without a country code. Throws `tiers-invalid` */
export function parseTiers(text: string, country: string): TierLine[] {
  const [header, ...lines] = readCsvLines(text, refused);
  const columns = header?.cells.map((cell) => cell.toLowerCase()) ?? [];
  if (columns.toSorted().join() !== COLUMNS.join())
    throw refused([
      `Line ${header?.number ?? 1}: the first line must be "phone,tier", not "${columns.join(',')}".`,
    ]);
  if (lines.length > MAX_LINES)
    throw refused([`The file has ${lines.length} lines: import ${MAX_LINES} at once.`]);
  const lineOfPhone = new Map<string, number>();
  const read = lines.map((line) => readRow(line, columns, country, lineOfPhone));
  const mistakes = read.flatMap((row) => row.mistakes);
  if (mistakes.length > 0) throw refused(mistakes);
  return read.flatMap(({ row }) => row ?? []);
}

/** @param lineOfPhone where each number stands; told this one */
function readRow(
  { number, cells }: CsvLine,
  columns: readonly string[],
  country: string,
  lineOfPhone: Map<string, number>,
): { mistakes: string[]; row?: TierLine } {
  if (cells.length !== columns.length)
    return { mistakes: [`Line ${number}: the line must have ${columns.length} cells, not ${cells.length}.`] };
  const [typed = '', named = ''] = COLUMNS.map((column) => cells[columns.indexOf(column)]);
  const phone = readPhone(typed, country);
  const tier = TIERS.find((each) => each === named.toLowerCase());
  const earlier = phone === undefined ? undefined : lineOfPhone.get(phone);
  if (phone !== undefined && earlier === undefined) lineOfPhone.set(phone, number);
  const mistakes = [
    phone === undefined && `Line ${number} (phone): this is no telephone number: check its digits.`,
    earlier !== undefined &&
      `Line ${number} (phone): the number stands in line ${earlier} already: keep one of them.`,
    tier === undefined && `Line ${number} (tier): "${named}" is none of ${TIERS.join(', ')}.`,
  ].filter((mistake) => mistake !== false);
  return phone === undefined || tier === undefined ? { mistakes } : { mistakes, row: { phone, tier } };
}

function refused(mistakes: readonly string[], cause?: unknown) {
  return new CodedError<TiersErrorCode>(
    'tiers-invalid',
    `The tiers are refused, none of them was taken. Correct:\n${nameMistakes(mistakes)}`,
    cause,
  );
}
