/** The figures as text for a person. */
import type { Measured } from './run.ts';
import type { Throughput } from './throughput.ts';
import type { Verdict } from './verdict.ts';

type Row = readonly [what: string, figure: string];

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const ms = (value: number): string => (Number.isNaN(value) ? '–' : `${whole(value)} ms`);
const seconds = (value: number): string => `${value.toFixed(1)} s`;

function layOut(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([what]) => what.length));
  return rows.map(([what, figure]) => `${what.padEnd(width)}   ${figure.padStart(12)}`).join('\n');
}

export function tellFleet(measured: Measured, verdict: Verdict): string {
  const { replies, afterOutage, reconnect } = measured;
  return layOut([
    ['shoppers came for', seconds(measured.seconds)],
    ['then drained in', seconds(measured.drainSeconds)],
    ['accepted a second, mean', whole(measured.acceptedPerSecond)],
    ['accepted a second, best ten seconds', whole(measured.peakPerSecond)],
    ['requests answered', whole(measured.requests)],
    ['reply p50', ms(replies.p50Ms)],
    ['reply p95', ms(replies.p95Ms)],
    ['reply p99', ms(replies.p99Ms)],
    ['reply p95, 30 s from HQ coming back', ms(afterOutage.p95Ms)],
    ['reply p95, 30 s from a third coming back', ms(reconnect.p95Ms)],
    ['requests that failed and were tried again', whole(measured.retries)],
    ['events answered as duplicates', whole(measured.duplicates)],
    ['events minted', whole(verdict.minted)],
    ['events at HQ', whole(verdict.atHq)],
    ['still waiting', whole(verdict.waiting)],
    ['quarantined', whole(verdict.quarantined)],
    ['gaps', whole(verdict.gaps)],
    ['altered', whole(verdict.altered)],
    ['lost', whole(verdict.lost)],
    ['doubled', whole(verdict.doubled)],
  ]);
}

export function tellThroughput({
  connections,
  seconds: took,
  events,
  eventsPerSecond,
  p50Ms,
  p95Ms,
}: Throughput): string {
  return layOut([
    ['requests in flight', whole(connections)],
    ['for', seconds(took)],
    ['events accepted', whole(events)],
    ['events accepted a second', whole(eventsPerSecond)],
    ['reply p50', ms(p50Ms)],
    ['reply p95', ms(p95Ms)],
  ]);
}
