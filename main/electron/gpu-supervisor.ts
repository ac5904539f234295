/**
 * Watches the graphics process, which Chromium restarts by itself. When it keeps dying, the whole app is started anew,
 * once an hour at the most; when that was is kept in a file, because the app forgets it by starting anew.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { App } from 'electron';
import type { Clock } from './clock.ts';

export interface GpuSupervisorOptions {
  app: Pick<App, 'on'>;
  /** Absolute path of the file that keeps the time of the last new start. */
  file: string;
  clock: Clock;
  log: (line: string) => void;
  /** Starts the app anew. */
  relaunch: () => void;
}

const TOLERATED = { deaths: 5, withinMs: 10 * 60_000 };
const BETWEEN_RELAUNCHES_MS = 60 * 60_000;

export function superviseGpu({ app, file, clock, log, relaunch }: GpuSupervisorOptions): void {
  let deathsMs: number[] = [];
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (type !== 'GPU' || reason === 'clean-exit') return;
    log(`The graphics process ended (${reason}, code ${exitCode}); Chromium starts it again.`);
    const nowMs = clock.now();
    deathsMs = [...deathsMs.filter((atMs) => nowMs - atMs < TOLERATED.withinMs), nowMs];
    if (deathsMs.length < TOLERATED.deaths) return;
    deathsMs = [];
    if (wasRecent(file, nowMs)) return log('It keeps ending, but the app was started anew within this hour.');
    log('It keeps ending: the app is started anew.');
    remember(file, nowMs, log);
    relaunch();
  });
}

/** A time that lies ahead was written by a clock that went wrong since or before, and counts for nothing. */
function wasRecent(file: string, nowMs: number): boolean {
  try {
    const agoMs = nowMs - Number(readFileSync(file, 'utf8'));
    return agoMs >= 0 && agoMs < BETWEEN_RELAUNCHES_MS;
  } catch {
    return false;
  }
}

function remember(file: string, nowMs: number, log: (line: string) => void): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, String(nowMs));
  } catch (cause) {
    log(`${file} cannot be written (${(cause as Error).message}): give the mirror's user the right to.`);
  }
}
