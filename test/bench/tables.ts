/** The summary as text for a person. */
import type { Figures } from './figures.ts';
import { MAX_OTHERS } from './machine-load.ts';
import type { Measured } from './measure.ts';
import type { Summary } from './summary.ts';
import type { Way } from './ways.ts';

type Cell = string | number;

/** Columns padded to their widest cell; the first to the left, the others to the right. */
export function layOut(rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? tell(cell) : cell)));
  const widths = (texts[0] ?? []).map((_, column) =>
    Math.max(...texts.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)));
  return texts.map((row) => line(row).join('   ').trimEnd()).join('\n');
}

/** Three figures; a dash for what there is not. */
export function tell(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return '∞';
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
}

const percent = (share: number): string => (Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`);

const ROWS: [name: string, cell: (figures: Figures) => Cell][] = [
  ['painted frames a second, of 30', ({ fps }) => fps],
  ['dropped', ({ droppedRatio }) => percent(droppedRatio)],
  ['interval between painted frames p95, ms', ({ intervalP95Ms }) => intervalP95Ms],
  ['work per frame p50, ms', ({ workP50Ms }) => workP50Ms],
  ['work per frame p95, ms', ({ workP95Ms }) => workP95Ms],
  ['latency, captured to written, p50, ms', ({ latencyP50Ms }) => latencyP50Ms],
  ['latency, captured to written, p95, ms', ({ latencyP95Ms }) => latencyP95Ms],
  ['CPU per painted frame, all processes, ms', ({ cpuMsPerFrame }) => cpuMsPerFrame],
];

function tellWays({ ours, documentedUse, faceMesh, companion }: Summary): string {
  const ways = Object.entries({ ours, documented: documentedUse, 'face-mesh': faceMesh, companion });
  const shown = ways.filter((way): way is [string, Figures] => way[1] !== null);
  const heading = ['', ...shown.map(([name]) => name)];
  return layOut([
    heading,
    ...ROWS.map(([name, cell]) => [name, ...shown.map(([, figures]) => cell(figures))]),
  ]);
}

function tellMicro({ painterStages, bytesPerFrame }: Summary): string {
  const stages = ['outline', 'coverage', 'occlusion', 'light', 'paint', 'total', 'frameMs'] as const;
  const rows = Object.entries(painterStages).map(([name, cost]) => [
    name.replace('p', ''),
    String(cost.lipPixels),
    ...stages.map((stage) => cost[stage]),
  ]);
  const { coverage, light, paint } = bytesPerFrame;
  const heading = [
    'ns per lip pixel, at lines',
    'lip pixels',
    ...stages.slice(0, -2),
    'painter: coverage, light, paint',
    'all, ms a frame',
  ];
  const sum = coverage + light + paint;
  const allocated = ['bytes allocated per frame, 720', '', '', coverage, '', light, paint, sum, ''];
  return layOut([heading, ...rows, allocated]);
}

/** One line about one way of one round, for whoever waits. */
export function tellRound(round: number, { name }: Way, { figures, load }: Measured): string {
  const { fps, workP50Ms, cpuMsPerFrame } = figures;
  return (
    `round ${round}, ${name}: ${tell(fps)} fps, work ${tell(workP50Ms)} ms, CPU ${tell(cpuMsPerFrame)} ms; ` +
    `load ${tell(load.start)} → ${tell(load.end)}, of others ${tell(load.others)}`
  );
}

/** Everything, in the order of interest. */
export function tellSummary(summary: Summary): string {
  const { ours, shadeChanges, shadeChangeP50Ms, shadeChangeP95Ms, load, targets } = summary;
  const { start, end, others } = load.painter;
  const parts = [`${tellMicro(summary)}\nload ${tell(start)} → ${tell(end)}, of others ${tell(others)}`];
  if (load.rounds.length > 0) parts.unshift(tellWays(summary));
  if (ours !== null) {
    const times = `p50 ${tell(shadeChangeP50Ms)} ms, p95 ${tell(shadeChangeP95Ms)} ms`;
    parts.push(`Shade change to the first frame that carries it, ${shadeChanges} changes: ${times}`);
  }
  parts.push(
    layOut([
      ['target', 'measured', 'wanted', ''],
      ...targets.map(({ name, value, target, verdict }) => [name, value, target, verdict]),
    ]),
  );
  if (!load.quiet) {
    parts.push(
      `Warning: others kept up to ${tell(load.othersMax)} cores busy (more than ${MAX_OTHERS}): the figures are in doubt.`,
    );
  }
  return parts.join('\n\n');
}
