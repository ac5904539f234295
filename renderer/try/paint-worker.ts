/**
 * The page's end of the picture worker: one message at a time goes in, in the order of the calls, and its answer comes
 * back as a promise. Whoever starts a worker stops it.
 */
import type { Look } from '../tryon/look.ts';
import type { FromPicture, ToPicture } from '../tryon/picture-messages.ts';

type Job = Exclude<ToPicture, { type: 'look' }>;
type Answer = Extract<FromPicture, { type: 'painted' }>;

export interface PaintWorker {
  wear(look: Look): void;
  /** Paints when all earlier jobs are done; `makeJob` may still be fetching its pixels by then. */
  paint(makeJob: Promise<Job>): Promise<Answer>;
  stop(): void;
}

export function startPaintWorker(): PaintWorker {
  const worker = new Worker(new URL('../tryon/picture.worker.ts', import.meta.url), { type: 'module' });
  let last: Promise<unknown> = Promise.resolve();

  function ask(job: Job): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    worker.onmessage = ({ data }: MessageEvent<FromPicture>) => {
      if (data.type === 'painted') resolve(data);
      else if (data.type === 'failed') reject(new Error(data.message));
    };
    worker.onerror = ({ message }) => reject(new Error(`The painting worker ended: ${message}`));
    worker.postMessage(job, [job.type === 'picture' ? job.rgba : job.pixels]);
    return promise;
  }

  return {
    wear: (look) => worker.postMessage({ type: 'look', look } satisfies ToPicture),
    paint(makeJob) {
      const answer = last.then(async () => ask(await makeJob));
      last = answer.catch(() => {});
      return answer;
    },
    stop: () => worker.terminate(),
  };
}
