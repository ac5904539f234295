/** What HQ does beside its answers. It may fail, which is counted, and never fails an answer. */
export interface Background {
  /** @param task told by the signal to come to an end */
  run(task: (stopping: AbortSignal) => Promise<void>): void;
  /** Begins nothing any more, and settles when all that was begun has ended. */
  stop(): Promise<void>;
}

/** @param failed told of each task that failed */
export function buildBackground(failed: () => void): Background {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  return {
    run(task) {
      if (stopping.signal.aborted) return;
      const run = task(stopping.signal)
        .catch(failed)
        .finally(() => running.delete(run));
      running.add(run);
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
