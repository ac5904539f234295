/**
 * Brings the page back: its renderer gone or hung, or its first load failed. A picture is back within five seconds,
 * unless it keeps crashing.
 */
import type { WebContents } from 'electron';
import { buildBackoff } from './backoff.ts';
import type { Clock } from './clock.ts';

export interface PageSupervisorOptions {
  contents: WebContents;
  clock: Clock;
  log: (line: string) => void;
}

const RELOAD = { firstMs: 500, longestMs: 10_000, forgivenAfterMs: 30_000 };
const HUNG_AFTER_MS = 10_000;
/** Chromium's code of a load that another one replaced, net::ERR_ABORTED. */
const ABORTED = -3;

/** @returns ends the supervision */
export function supervisePage({ contents, clock, log }: PageSupervisorOptions): () => void {
  const waitBeforeReload = buildBackoff(RELOAD);
  let loadedAtMs = clock.now();
  let cancelReload = (): void => {};
  let cancelVerdict = (): void => {};

  function reloadSoon(why: string): void {
    const waitMs = waitBeforeReload(clock.now() - loadedAtMs);
    log(`The page ${why}; it is loaded again in ${waitMs} ms.`);
    cancelReload();
    cancelReload = clock.after(waitMs, () => {
      loadedAtMs = clock.now();
      if (!contents.isDestroyed()) contents.reload();
    });
  }

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    cancelVerdict();
    reloadSoon(`lost its process (${reason}, code ${exitCode})`);
  });
  contents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame && code !== ABORTED) reloadSoon(`could not be loaded (${description})`);
  });
  contents.on('unresponsive', () => {
    cancelVerdict();
    cancelVerdict = clock.after(HUNG_AFTER_MS, () => {
      log(`The page has not answered for ${HUNG_AFTER_MS} ms; its process is ended.`);
      contents.forcefullyCrashRenderer();
    });
  });
  contents.on('responsive', () => cancelVerdict());
  return () => {
    cancelReload();
    cancelVerdict();
  };
}
