/** A report as rows of a file: one figure a row, as it stands in the JSON, with its meaning beside the totals. */

import type { CsvCell } from '../../../main/contract/csv.ts';
import type { Funnel, FunnelReport } from '../../../main/contract/funnel.ts';
import type { Words } from '../words.ts';
import { absenceOf, type Figure, meaningOf, RATES, STEPS } from './figures.ts';

const PERIODS = ['total', 'before', 'weekBefore'] as const;
const SPLITS = [
  ['byHour', 'hour'],
  ['byDay', 'day'],
  ['byShade', 'sku'],
  ['byFinish', 'finish'],
  ['byBa', 'ba'],
  ['byCarrier', 'carrier'],
] as const;

export function reportRows(words: Words, report: FunnelReport): CsvCell[][] {
  const { from, to, mode, timeZone } = report;
  return [
    ['part', 'key', 'figure', 'value', 'meaning'],
    ...Object.entries({ from, to, mode, timeZone }).map(([name, value]) => ['query', '', name, value, '']),
    ...PERIODS.flatMap((period) => periodRows(words, period, report[period])),
    ...SPLITS.flatMap(([part, key]) => report[part].flatMap((line) => lineRows(part, key, line))),
  ];
}

function periodRows(words: Words, period: string, funnel: Funnel): CsvCell[][] {
  return [...STEPS, ...RATES].map((figure: Figure) => {
    const value = funnel[figure];
    const meaning = meaningOf(words, figure);
    return [period, '', figure, value, value === null ? `${absenceOf(words, figure)} · ${meaning}` : meaning];
  });
}

function lineRows(part: string, key: string, line: Readonly<Record<string, CsvCell>>): CsvCell[][] {
  const { [key]: name, ...figures } = line;
  return Object.entries(figures).map(([figure, value]) => [part, name ?? null, figure, value, '']);
}
