/**
 * The statistics as the service asks for them: hands each query to a worker thread and its answer back. Owns the worker,
 * which is started by the first query and, should it end, again by the next one.
 */
import { Worker } from 'node:worker_threads';
import type { FunnelQuery, FunnelReport } from '../contract/funnel.ts';
import { type Answer, type Question, statisticsError, type WorkerStart } from './messages.ts';

export interface Statistics {
  /** Rejects with a StatisticsErrorCode. @param query as its schema allows it */
  funnel(query: FunnelQuery): Promise<FunnelReport>;
  /** Whoever still waits is refused. */
  stop(): Promise<void>;
}

export interface StatisticsOptions extends WorkerStart {
  /** How a worker is started; another file in tests. */
  startWorker?(start: WorkerStart): Worker;
}

/** A page asks once a second at the most, and a query takes milliseconds. */
const MAX_WAITING = 8;
const MAX_ANSWER_MS = 10_000;

/** From the sources, or the bundle beside the service's own. */
const startOwnWorker = (start: WorkerStart): Worker =>
  new Worker(
    new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './stats-worker.mjs', import.meta.url),
    { workerData: start },
  );

interface Waiting {
  resolve(report: FunnelReport): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

export function startStatistics({
  path,
  timeZone,
  startWorker = startOwnWorker,
}: StatisticsOptions): Statistics {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;
  let isStopped = false;

  function take(id: number): Waiting | undefined {
    const one = waiting.get(id);
    waiting.delete(id);
    clearTimeout(one?.timer);
    return one;
  }

  const refuseAll = (error: Error): void => {
    for (const id of [...waiting.keys()]) take(id)?.reject(error);
  };

  function hear(answer: Answer): void {
    const one = take(answer.id);
    if ('report' in answer) one?.resolve(answer.report);
    else
      one?.reject(
        statisticsError('statistics-failed', `The statistics cannot be read: ${answer.failure}. Ask again.`),
      );
  }

  /** Whatever this one still owed is refused at once; the next query starts another. */
  function giveUp(gone: Worker, reason: string, cause?: unknown): void {
    if (worker !== gone) return;
    worker = undefined;
    void gone.terminate();
    refuseAll(statisticsError('statistics-failed', `The statistics ${reason}. Ask again.`, cause));
  }

  function liveWorker(): Worker {
    if (worker !== undefined) return worker;
    const started = startWorker({ path, timeZone });
    started.on('message', hear);
    started.on('error', (cause) => giveUp(started, 'failed', cause));
    started.on('exit', () => giveUp(started, 'ended'));
    // The service's end does not wait for its statistics.
    started.unref();
    worker = started;
    return started;
  }

  return {
    funnel: (query) =>
      new Promise((resolve, reject) => {
        if (isStopped) return reject(statisticsError('statistics-stopped', 'The mirror is being stopped.'));
        if (waiting.size >= MAX_WAITING) {
          return reject(
            statisticsError('statistics-busy', `${MAX_WAITING} queries wait already: ask again in a moment.`),
          );
        }
        const id = ++lastId;
        const asked = liveWorker();
        const timer = setTimeout(
          () => giveUp(asked, `took over ${MAX_ANSWER_MS / 1000} seconds`),
          MAX_ANSWER_MS,
        );
        waiting.set(id, { resolve, reject, timer });
        asked.postMessage({ id, query } satisfies Question);
      }),
    async stop() {
      isStopped = true;
      refuseAll(statisticsError('statistics-stopped', 'The mirror is being stopped.'));
      const last = worker;
      worker = undefined;
      await last?.terminate();
    },
  };
}
