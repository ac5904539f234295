/** Checks a large store beside the running service, in a thread of its own. Whoever starts it stops it. */
import { Worker } from 'node:worker_threads';

/**
 * Above this a store is checked after the start instead of before it, so that the service is back in time: 128 MiB take
 * 0.5 s from the page cache, and 5 s from a disk of 30 MB/s.
 */
export const CHECKED_AT_START_BYTES = 128 * 1024 * 1024;

export interface RunningCheck {
  stop(): void;
}

/** @param onDamage told what was found; a check that fails for other reasons is made again at the next start */
export function startCheck(path: string, onDamage: (finding: string) => void): RunningCheck {
  const entry = import.meta.url.endsWith('.ts') ? './check-worker.ts' : './store-check.mjs';
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: path });
  worker.unref();
  worker.on('message', (finding: string | null) => {
    if (finding !== null) onDamage(finding);
  });
  worker.on('error', () => {});
  return { stop: () => void worker.terminate() };
}
