/** One simulation: the fleet enrols and lives, HQ is killed, a part of the fleet goes offline, all come back; then the figures. */
import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../bench/stats.ts';
import type { Fleet } from './fleet.ts';
import { readDuplicates } from './hq-metrics.ts';
import type { HqProcess } from './hq-process.ts';
import { type Answered, watchRequests } from './requests.ts';

/** Share of the time at which each happens. */
const AT = { hqKilled: 0.25, hqBack: 0.4, partOffline: 0.55, partOnline: 0.7, closing: 1 } as const;
const DRAIN_LIMIT_MS = 180_000;
/** Of a reconnecting fleet, from the first that can. */
const STORM_MS = 30_000;

interface Replies {
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

export interface Measured {
  seconds: number;
  /** Until nothing was left to send, after the last visit. */
  drainSeconds: number;
  acceptedPerSecond: number;
  /** The best ten seconds. */
  peakPerSecond: number;
  requests: number;
  replies: Replies;
  /** When HQ is back after its outage, and when a third of the fleet comes back at once. */
  afterOutage: Replies;
  reconnect: Replies;
  retries: number;
  duplicates: number;
}

export interface Simulation {
  fleet: Fleet;
  address: string;
  /** undefined: HQ is another's and is not killed. */
  hq: HqProcess | undefined;
  minutes: number;
  say(line: string): void;
}

export async function simulate({ fleet, address, hq, minutes, say }: Simulation): Promise<Measured> {
  const totalMs = minutes * 60_000;
  const watch = watchRequests();
  const startMs = performance.now();
  const progress = watchProgress(fleet);
  const marks = { back: Number.NaN, online: Number.NaN };
  let duplicates = 0;
  const until = async (share: number, what: string): Promise<void> => {
    await pause(Math.max(0, startMs + share * totalMs - performance.now()));
    say(
      `${((performance.now() - startMs) / 1000).toFixed(0).padStart(4)} s  ${what}, ${fleet.pending()} events wait`,
    );
  };
  say(`   0 s  ${fleet.mirrors.length} mirrors are enrolled, shoppers come`);
  fleet.openDoors();
  if (hq !== undefined) {
    await until(AT.hqKilled, 'HQ is killed');
    duplicates += await readDuplicates(address);
    await hq.kill();
    await until(AT.hqBack, 'HQ is started again');
    await hq.start();
    marks.back = performance.now();
  }
  await until(AT.partOffline, 'a third of the mirrors goes offline');
  await fleet.partOffline();
  await until(AT.partOnline, 'they come back at once');
  fleet.partOnline();
  marks.online = performance.now();
  await until(AT.closing, 'the shops close');
  fleet.closeDoors();
  const closedMs = performance.now();
  await fleet.drain(DRAIN_LIMIT_MS);
  const endMs = performance.now();
  duplicates += await readDuplicates(address);
  watch.stop();
  return {
    seconds: (closedMs - startMs) / 1000,
    drainSeconds: (endMs - closedMs) / 1000,
    acceptedPerSecond: (1000 * fleet.accepted()) / (endMs - startMs),
    peakPerSecond: progress.stop(),
    requests: watch.answered.length,
    replies: percentiles(watch.answered),
    afterOutage: percentiles(within(watch.answered, marks.back)),
    reconnect: percentiles(within(watch.answered, marks.online)),
    retries: watch.failed,
    duplicates,
  };
}

const within = (answered: readonly Answered[], fromMs: number): Answered[] =>
  answered.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + STORM_MS);

function percentiles(answered: readonly Answered[]): Replies {
  const times = answered.map(({ tookMs }) => tookMs);
  return { p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95), p99Ms: percentile(times, 0.99) };
}

const SAMPLE_MS = 1000;
const PEAK_SAMPLES = 10;

/** How many events HQ has accepted, second by second. */
function watchProgress(fleet: Fleet) {
  const samples = [fleet.accepted()];
  const timer = setInterval(() => samples.push(fleet.accepted()), SAMPLE_MS);
  return {
    /** @returns events a second in the best ten seconds */
    stop(): number {
      clearInterval(timer);
      const gains = samples.slice(PEAK_SAMPLES).map((sample, at) => sample - (samples[at] as number));
      return Math.max(0, ...gains) / PEAK_SAMPLES;
    },
  };
}
