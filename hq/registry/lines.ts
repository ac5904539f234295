/**
 * Reads a registry file: CSV with a header, one thing a line, its kind in the first column. All mistakes are told at once,
 * each with its line and column and what to do.
 *
 *   kind,id,name,brand,dealer,store,timeZone,from,to,contacts
 */
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { CodedError } from '../../main/contract/coded-error.ts';
import { isTimeZone } from '../../main/contract/local-time.ts';
import { registryId } from '../../main/contract/wire.ts';
import { referencesCell } from './references.ts';

export interface Mistake {
  /** From 1, the header included. */
  readonly line: number;
  /** null: the line as a whole. */
  readonly column: string | null;
  /** What is wrong and what to do. */
  readonly sentence: string;
}

/** Nothing of the file was taken. */
export class RegistryError extends CodedError<'registry-invalid'> {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[], cause?: unknown) {
    const told = mistakes.slice(0, MAX_TOLD).map(({ line, column, sentence }) => {
      return `line ${line}${column === null ? '' : `, column "${column}"`}: ${sentence}`;
    });
    const more = mistakes.length > MAX_TOLD ? [`and ${mistakes.length - MAX_TOLD} more`] : [];
    super('registry-invalid', `The registry was not changed:\n  ${[...told, ...more].join('\n  ')}`, cause);
    this.mistakes = mistakes;
  }
}

const MAX_TOLD = 30;
const MAX_LENGTH = 8 * 1024 * 1024;

const COLUMNS = [
  'kind',
  'id',
  'name',
  'brand',
  'dealer',
  'store',
  'timeZone',
  'from',
  'to',
  'contacts',
] as const;

const name = z.string().max(120, 'must be 120 characters at the most');
const day = z.iso.date('must be a day such as 2026-11-22');
/** From the first day to the last, both counted; without them always and still. */
const span = { from: day.default('0001-01-01'), to: day.nullable().default(null) };

const LINES = {
  brand: z.strictObject({ id: registryId, name }),
  dealer: z.strictObject({ id: registryId, name, brand: registryId }),
  store: z.strictObject({
    id: registryId,
    name,
    timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Asia/Shanghai or Europe/Paris'),
    /** Whose it is in that span. */
    dealer: registryId.optional(),
    ...span,
  }),
  mirror: z.strictObject({ id: registryId, name, store: registryId, ...span }),
  advisor: z.strictObject({
    id: registryId,
    name,
    store: registryId,
    ...span,
    /** Her own, by which a scan of hers is known. */
    contacts: referencesCell.optional(),
  }),
};

type Kind = keyof typeof LINES;
type Line<K extends Kind> = z.infer<(typeof LINES)[K]> & { readonly line: number };

export type RegistryLines = { [K in Kind]: Line<K>[] };

interface RawLine {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** Throws RegistryError. */
export function readRegistry(text: string): RegistryLines {
  const [header, ...rows] = split(text);
  if (header === undefined)
    throw mistake(1, null, `the file is empty: begin it with the line ${COLUMNS.join(',')}`);
  const unknown = header.record.filter((column) => !(COLUMNS as readonly string[]).includes(column));
  if (unknown.length > 0 || !header.record.includes('kind'))
    throw mistake(1, unknown[0] ?? 'kind', `the columns are ${COLUMNS.join(', ')}, in any order`);
  const lines: RegistryLines = { brand: [], dealer: [], store: [], mirror: [], advisor: [] };
  const mistakes = rows.flatMap((row) => readLine(header.record, row, lines));
  if (mistakes.length > 0) throw new RegistryError(mistakes);
  return lines;
}

function split(text: string): RawLine[] {
  if (text.length > MAX_LENGTH) throw mistake(1, null, 'the file is over 8 MB: import it in parts');
  try {
    const options = {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    } as const;
    return parse(text, options) as unknown as RawLine[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw mistake(
      Number(cause.lines ?? 1),
      null,
      'a quotation mark is open or stands inside of a value: write "…" around the whole value and "" for a quotation mark',
      cause,
    );
  }
}

/** Adds the line to its kind, or says what is wrong with it. */
function readLine(columns: readonly string[], { record, info }: RawLine, lines: RegistryLines): Mistake[] {
  const line = info.lines;
  if (record.length > columns.length)
    return [
      {
        line,
        column: null,
        sentence: `it has ${record.length} values for ${columns.length} columns: put quotation marks around values with commas`,
      },
    ];
  const { kind = '', ...cells } = Object.fromEntries(
    columns.map((column, i) => [column, record[i] ?? '']).filter(([, cell]) => cell !== ''),
  );
  if (!Object.hasOwn(LINES, kind))
    return [{ line, column: 'kind', sentence: `"${kind}" is none of ${Object.keys(LINES).join(', ')}` }];
  return take(kind as Kind, line, cells, lines);
}

function take<K extends Kind>(
  kind: K,
  line: number,
  cells: Record<string, string>,
  lines: RegistryLines,
): Mistake[] {
  const parsed = LINES[kind].safeParse(cells);
  if (!parsed.success) return parsed.error.issues.flatMap((issue) => mistakesOf(kind, line, cells, issue));
  const data = parsed.data as { from?: string; to?: string | null };
  if (data.from !== undefined && data.to != null && data.to < data.from)
    return [{ line, column: 'to', sentence: 'the last day is before the first: correct one of them' }];
  (lines[kind] as unknown[]).push({ ...data, line });
  return [];
}

function mistakesOf(
  kind: Kind,
  line: number,
  cells: Record<string, string>,
  issue: z.core.$ZodIssue,
): Mistake[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((column) => ({ line, column, sentence: `a ${kind} has none: leave it empty` }));
  const column = String(issue.path[0]);
  const cell = cells[column];
  const sentence = cell === undefined ? `is missing: every ${kind} needs it` : `"${cell}" ${issue.message}`;
  return [{ line, column, sentence }];
}

const mistake = (line: number, column: string | null, sentence: string, cause?: unknown) =>
  new RegistryError([{ line, column, sentence }], cause);
