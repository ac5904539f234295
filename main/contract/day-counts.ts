/** Door and till counts as a CSV text: parsed whole or refused with each mistake by line and column. For mirror and HQ alike. */
import { z } from 'zod';
import { CodedError } from './coded-error.ts';
import { type CsvLine, nameMistakes, readCsvLines } from './csv-lines.ts';
import type { DayCountRow } from './funnel-rows.ts';

export type DayCountsErrorCode = 'counts-invalid';

const COLUMNS = ['day', 'door', 'till'] as const;
type Column = (typeof COLUMNS)[number];
const MAX_COUNT = 9_999_999;
const day = z.iso.date().regex(/^2/);

/**
 * @param text a header of `day,door` or `day,door,till` in any order, then a line a day: `2026-11-22,340,96`. An empty count was
 * not measured; a `till` that is left out neither. Throws `counts-invalid`.
 */
export function parseDayCounts(text: string): DayCountRow[] {
  const [header, ...lines] = readCsvLines(text, refused);
  const columns = readHeader(header);
  const lineOfDay = new Map<string, number>();
  const read = lines.map((line) => readRow(line, columns, lineOfDay));
  const mistakes = read.flatMap((row) => row.mistakes);
  if (mistakes.length > 0) throw refused(mistakes);
  return read.map(({ row }) => row);
}

/** @param lineOfDay where each day stands; told this one */
function readRow({ number, cells }: CsvLine, columns: readonly Column[], lineOfDay: Map<string, number>) {
  const mistakes: string[] = [];
  const place = (index: number): string => `Line ${number}, column ${index + 1}`;
  const cell = (column: Column): string => cells[columns.indexOf(column)] ?? '';
  const check = (column: Column, problem: string | undefined): void => {
    if (problem !== undefined) mistakes.push(`${place(columns.indexOf(column))} (${column}): ${problem}`);
  };
  if (cells.length !== columns.length) {
    const first = Math.min(cells.length, columns.length);
    mistakes.push(`${place(first)}: the line must have ${columns.length} cells, not ${cells.length}.`);
  }
  check('day', problemOfDay(cell('day'), lineOfDay));
  lineOfDay.set(cell('day'), lineOfDay.get(cell('day')) ?? number);
  const [door, till] = [readCount(cell('door')), readCount(cell('till'))];
  check('door', door === undefined ? problemOfCount(cell('door')) : undefined);
  check('till', till === undefined ? problemOfCount(cell('till')) : undefined);
  return { mistakes, row: { day: cell('day'), door: door ?? null, till: till ?? null } };
}

function problemOfDay(text: string, lineOfDay: ReadonlyMap<string, number>): string | undefined {
  if (!day.safeParse(text).success) return `"${text}" is no day: write it like 2026-11-22.`;
  const earlier = lineOfDay.get(text);
  return earlier === undefined ? undefined : `${text} stands in line ${earlier} already: keep one of them.`;
}

const problemOfCount = (text: string): string =>
  `"${text}" is no count: write digits only, or nothing if it was not counted.`;

/** null: not measured; undefined: no count. */
function readCount(cell: string): number | null | undefined {
  if (cell === '') return null;
  return /^\d+$/.test(cell) && Number(cell) <= MAX_COUNT ? Number(cell) : undefined;
}

function readHeader(header: CsvLine | undefined): readonly Column[] {
  const cells = (header?.cells ?? []).map((cell) => cell.toLowerCase());
  const isKnown = (cell: string): cell is Column => COLUMNS.includes(cell as Column);
  const problem =
    cells.find((cell) => !isKnown(cell)) ??
    cells.find((cell, index) => cells.indexOf(cell) !== index) ??
    (cells.includes('day') && cells.includes('door') ? undefined : cells.join(','));
  if (problem === undefined) return cells as Column[];
  throw refused([
    `Line ${header?.number ?? 1}, column ${cells.indexOf(problem) + 1 || 1}: the first line must be "day,door,till" (till may be left out), not "${cells.join(',')}".`,
  ]);
}

function refused(mistakes: readonly string[], cause?: unknown) {
  return new CodedError<DayCountsErrorCode>(
    'counts-invalid',
    `The door and till counts are refused, none of them was taken. Correct:\n${nameMistakes(mistakes)}`,
    cause,
  );
}
