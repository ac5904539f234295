/** How a mirror is, in words: what is wrong with it, worst first. Pure. */
import type { Values } from '../texts.ts';
import type { Phrase } from '../words.ts';
import type { FleetMirror } from './fleet-rows.ts';

export const LEVELS = ['bad', 'warn', 'good'] as const;
export type Level = (typeof LEVELS)[number];

export interface Trouble {
  readonly level: Exclude<Level, 'good'>;
  readonly phrase: Phrase;
  readonly values?: Values;
}

export interface Verdict {
  readonly level: Level;
  readonly troubles: readonly Trouble[];
}

const MINUTE_MS = 60_000;
/** Health comes every minute; five without one is no jitter. */
const SILENT_MS = 5 * MINUTE_MS;
/** Longer than a night with the store's power off. */
const GONE_MS = 24 * 60 * MINUTE_MS;
const SLOW_FPS = 20;
/** States of a camera that end by themselves. */
const PASSING: readonly string[] = ['opening', 'resized'];
const LONG_QUEUE = 1000;
const WRONG_CLOCK_MS = 60_000;

export function verdictOf(mirror: FleetMirror, nowMs: number): Verdict {
  const troubles = [...presence(mirror, nowMs), ...records(mirror), ...picture(mirror)];
  const level = LEVELS.find((each) => troubles.some((trouble) => trouble.level === each)) ?? 'good';
  return { level, troubles: troubles.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)) };
}

function* presence({ isEnrolled, lastSeenMs, store }: FleetMirror, nowMs: number): Generator<Trouble> {
  if (store === null) yield { level: 'warn', phrase: 'trouble.nowhere' };
  if (!isEnrolled) yield { level: 'warn', phrase: 'trouble.notEnrolled' };
  else if (lastSeenMs === null) yield { level: 'warn', phrase: 'trouble.neverSeen' };
  else if (nowMs - lastSeenMs >= GONE_MS) yield { level: 'bad', phrase: 'trouble.gone' };
  else if (nowMs - lastSeenMs >= SILENT_MS) yield { level: 'warn', phrase: 'trouble.silent' };
}

function* records({ health, gaps, clockOffsetMs }: FleetMirror): Generator<Trouble> {
  if (gaps.unexplained > 0)
    yield { level: 'bad', phrase: 'trouble.gaps', values: { count: gaps.unexplained } };
  if (health !== null && health.quarantined > 0)
    yield { level: 'bad', phrase: 'trouble.quarantine', values: { count: health.quarantined } };
  if (health !== null && health.pending >= LONG_QUEUE)
    yield { level: 'warn', phrase: 'trouble.queue', values: { count: health.pending } };
  if (clockOffsetMs !== null && Math.abs(clockOffsetMs) >= WRONG_CLOCK_MS)
    yield { level: 'warn', phrase: 'trouble.clock' };
}

function* picture({ health }: FleetMirror): Generator<Trouble> {
  if (health === null || health.camera === null) return;
  const { camera, fps } = health;
  if (camera !== 'live')
    yield { level: PASSING.includes(camera) ? 'warn' : 'bad', phrase: `camera.${camera}` };
  else if (fps < SLOW_FPS) yield { level: 'warn', phrase: 'trouble.slow' };
}

/** Worst first, and of those equally bad the one unseen for longest. */
export function byUrgency(
  a: { mirror: FleetMirror; verdict: Verdict },
  b: { mirror: FleetMirror; verdict: Verdict },
): number {
  return (
    LEVELS.indexOf(a.verdict.level) - LEVELS.indexOf(b.verdict.level) ||
    (a.mirror.lastSeenMs ?? 0) - (b.mirror.lastSeenMs ?? 0) ||
    (a.mirror.id < b.mirror.id ? -1 : 1)
  );
}
