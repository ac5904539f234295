/** The page's reports, the newest kept: what health and metrics tell of camera and try-on, and what the log notes when it changes. */
import type { PageReport } from '../contract/health.ts';
import type { Log } from './log.ts';

/** Reports come every two seconds; after this long the page is gone. */
const FRESH_MS = 10_000;

export interface PageWatch {
  /** null before the first report, and when the last is no longer true. */
  readonly report: PageReport | null;
  /** Since the last report, ms; null before the first. */
  readonly ageMs: number | null;
  take(report: PageReport): void;
}

export function buildPageWatch(log: Log, now: () => number = performance.now.bind(performance)): PageWatch {
  let last: PageReport | null = null;
  let takenMs = 0;
  const ageMs = (): number | null => (last === null ? null : now() - takenMs);
  return {
    get report() {
      return (ageMs() ?? FRESH_MS) < FRESH_MS ? last : null;
    },
    get ageMs() {
      return ageMs();
    },
    take(report) {
      note(log, last, report);
      last = report;
      takenMs = now();
    },
  };
}

function note(log: Log, last: PageReport | null, { camera, tryon, lostIntents }: PageReport): void {
  if (last?.camera.state !== camera.state) {
    const { widthPx, heightPx, connected } = camera;
    const from = last?.camera.state ?? null;
    log.info('camera.changed', { from, to: camera.state, widthPx, heightPx, connected });
  }
  if (last?.tryon.state !== tryon.state) {
    log.info('tryon.changed', {
      from: last?.tryon.state ?? null,
      to: tryon.state,
      restarts: tryon.restarts,
    });
  }
  if (lostIntents > (last?.lostIntents ?? 0)) log.error('intents.lost', { count: lostIntents });
}
