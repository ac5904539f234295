/** What the mirror has promised, and whether the figures keep it. */
import type { Summary } from './summary.ts';

/** `unjudged`: it holds on an idle machine only and this one was busy, or there is nothing to compare. */
export interface Verdict {
  name: string;
  value: number;
  target: string;
  verdict: 'met' | 'missed' | 'unjudged';
}

type Measured = Pick<
  Summary,
  | 'load'
  | 'ours'
  | 'companion'
  | 'documentedUse'
  | 'ratios'
  | 'shadeChangeP95Ms'
  | 'painterNsPerPixel'
  | 'painterStages'
>;

/** Targets for which something was measured. */
export function judge(measured: Measured): Verdict[] {
  const { load, ours, companion, documentedUse, ratios, shadeChangeP95Ms } = measured;
  const painter = Object.values(measured.painterNsPerPixel);
  const verdicts = [
    atMost('painter, ns per lip pixel, worst size', Math.max(...painter), 150),
    atMost('all stages of the lips, ms per frame of 720 lines', measured.painterStages.p720.frameMs, 2.5),
    atMost('painter, worst size over best', Math.max(...painter) / Math.min(...painter), 1.3),
  ];
  const idle = (verdict: Verdict): Verdict => (load.quiet ? verdict : { ...verdict, verdict: 'unjudged' });
  if (companion !== null) verdicts.push(idle(atLeast('fps with two faces, idle machine', companion.fps, 24)));
  if (ours === null) return verdicts;
  verdicts.push(
    atMost('shade change to frame p95, ms', shadeChangeP95Ms, 50),
    idle(atLeast('fps, idle machine', ours.fps, 29)),
    idle(atMost('dropped, idle machine', ours.droppedRatio, 0.03)),
    idle(atMost('interval p95, idle machine, ms', ours.intervalP95Ms, 36)),
  );
  if (ratios === null || documentedUse === null) return verdicts;
  const dropped = atMost('dropped, ours / documented', ratios.dropped, 0.5);
  const noneDropped = ours.droppedRatio === 0 && documentedUse.droppedRatio === 0;
  verdicts.push(
    atMost('work p50, ours / documented', ratios.work, 0.55),
    atMost('CPU per frame, ours / documented', ratios.cpu, 0.85),
    noneDropped ? { ...dropped, verdict: 'met' } : dropped,
  );
  return verdicts;
}

const atMost = (name: string, value: number, limit: number): Verdict =>
  verdictOf(name, value, `≤ ${limit}`, value <= limit);

const atLeast = (name: string, value: number, limit: number): Verdict =>
  verdictOf(name, value, `≥ ${limit}`, value >= limit);

const verdictOf = (name: string, value: number, target: string, isMet: boolean): Verdict => ({
  name,
  value,
  target,
  verdict: Number.isNaN(value) ? 'unjudged' : isMet ? 'met' : 'missed',
});
