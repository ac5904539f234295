/** A funnel report as one table of a CSV file: a line for each of its periods and parts, empty where a figure has no meaning. */
import { type CsvCell, csvText } from '../contract/csv.ts';
import type { Funnel, FunnelReport } from '../contract/funnel.ts';

const COLUMNS = [
  'passers',
  'visits',
  'tryons',
  'codes',
  'claims',
  'joins',
  'tryonRate',
  'memberConversion',
  'shadesPerMinute',
  'poorTryons',
  'door',
  'till',
  'entryConversion',
  'finish',
  'worn',
  'dwellMs',
  'hearts',
  'poor',
] as const;

type Line = Partial<Record<(typeof COLUMNS)[number], CsvCell>>;

export function funnelCsv(report: FunnelReport): string {
  const { from, to, mode, timeZone, total, before, weekBefore } = report;
  const row = (split: string, key: CsvCell, line: Line): CsvCell[] => [
    from,
    to,
    timeZone,
    mode,
    split,
    key,
    ...COLUMNS.map((column) => line[column] ?? null),
  ];
  const period = (name: string, funnel: Funnel) => row('period', name, funnel);
  return csvText([
    ['from', 'to', 'timeZone', 'mode', 'split', 'key', ...COLUMNS],
    period('asked', total),
    period('before', before),
    period('weekBefore', weekBefore),
    ...report.byDay.map((line) => row('day', line.day, line)),
    ...report.byHour.map((line) => row('hour', line.hour, line)),
    ...report.byShade.map((line) => row('shade', line.sku, line)),
    ...report.byFinish.map((line) => row('finish', line.finish, line)),
    ...report.byBa.map((line) => row('ba', line.ba, line)),
    ...report.byCarrier.map((line) => row('carrier', line.carrier, line)),
  ]);
}
