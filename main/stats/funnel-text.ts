/** A funnel report as text for a terminal, each figure with its definition. */
import { type Funnel, type FunnelReport, SHADES_PER_MINUTE_FLOOR } from '../contract/funnel.ts';

type Figure = string | number | null;

const count = (figure: number | null): Figure => figure ?? 'not measured';
const percent = (share: number | null): Figure => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);

/** Name, figure and definition (visits.md is its source). */
const FIGURES: readonly [name: string, of: (funnel: Funnel) => Figure, definition: string][] = [
  ['passers', ({ passers }) => count(passers), 'stood there and left without a visit; needs a sensor'],
  ['visits', ({ visits }) => visits, 'of 3 s and more; no demonstrations'],
  ['try-ons', ({ tryons }) => tryons, 'visits with a shade worn for a second or more'],
  ['code shown', ({ codes }) => codes, 'visits that had a code on the screen'],
  ['claimed', ({ claims }) => claims, 'visits whose code was claimed, however late'],
  ['joined', ({ joins }) => joins, 'visits that made a member'],
  ['try-on rate', ({ tryonRate }) => percent(tryonRate), 'try-ons / (passers + visits)'],
  ['member conversion', ({ memberConversion }) => percent(memberConversion), 'joined / try-ons'],
  [
    'shades per minute',
    ({ shadesPerMinute }) => shadesPerMinute?.toFixed(1) ?? '–',
    `median over the try-ons, of painted time; ${SHADES_PER_MINUTE_FLOOR} is the floor`,
  ],
  [
    'poor try-ons',
    ({ poorTryons }) => poorTryons,
    'of the try-ons: all in poor light or with the face often lost',
  ],
  ['door', ({ door }) => count(door), 'people through the door, imported'],
  ['till', ({ till }) => count(till), 'receipts at the till, imported'],
  [
    'entry conversion',
    ({ entryConversion }) => percent(entryConversion),
    'till / door, of days that have both',
  ],
];

export function funnelText(report: FunnelReport): string {
  const { from, to, mode, timeZone, total, before, weekBefore } = report;
  const days = from === to ? from : `${from} to ${to}`;
  const lines = FIGURES.map(([name, of, definition]) => [
    name,
    of(total),
    of(before),
    of(weekBefore),
    definition,
  ]);
  return [
    `Funnel of ${days}, days of ${timeZone}${mode === 'demo' ? ', demonstrations only' : ''}`,
    table([['', 'then', 'days before', 'week before', ''], ...lines]),
    ...splitTables(report),
  ].join('\n\n');
}

function splitTables({ byDay, byHour, byShade, byFinish, byBa, byCarrier }: FunnelReport): string[] {
  const steps = ['visits', 'try-ons', 'codes', 'claimed', 'joined'];
  const stepsOf = (line: Pick<Funnel, 'visits' | 'tryons' | 'codes' | 'claims' | 'joins'>): Figure[] => [
    line.visits,
    line.tryons,
    line.codes,
    line.claims,
    line.joins,
  ];
  const worn = ['times worn', 'seconds', 'visits'];
  const hours = byHour.filter(({ visits, passers }) => visits > 0 || (passers ?? 0) > 0);
  const tables: Figure[][][] = [
    [['day', 'passers', ...steps], ...byDay.map((line) => [line.day, line.passers ?? '–', ...stepsOf(line)])],
    [
      ['hour', 'passers', ...steps],
      ...hours.map((line) => [line.hour, line.passers ?? '–', ...stepsOf(line)]),
    ],
    [
      ['shade', 'finish', ...worn, 'hearts', 'poor'],
      ...byShade.map((line) => [
        line.sku,
        line.finish,
        line.worn,
        Math.round(line.dwellMs / 1000),
        line.visits,
        line.hearts,
        line.poor,
      ]),
    ],
    [
      ['finish', ...worn],
      ...byFinish.map((line) => [line.finish, line.worn, Math.round(line.dwellMs / 1000), line.visits]),
    ],
    [['advisor', ...steps], ...byBa.map((line) => [line.ba ?? 'none', ...stepsOf(line)])],
    [['carrier', ...steps], ...byCarrier.map((line) => [line.carrier ?? 'no code', ...stepsOf(line)])],
  ];
  return tables.filter((rows) => rows.length > 1).map(table);
}

/** Numbers to the right. */
function table(rows: readonly (readonly Figure[])[]): string {
  const texts = rows.map((row) => row.map((cell) => String(cell ?? '')));
  const widths = (texts[0] ?? []).map((_, column) =>
    Math.max(...texts.map((row) => row[column]?.length ?? 0)),
  );
  const isText = (column: number): boolean =>
    column === 0 ||
    rows.slice(1).every((row) => typeof row[column] === 'string' && !/^\d|^–/.test(row[column]));
  return texts
    .map((row) =>
      row
        .map((cell, column) =>
          isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
