/** A value that changes, and readers that follow it: the present value first, then each newer one; slow readers skip to the newest. */

export class LiveValue<T> {
  private current: T;
  private readonly listeners = new Set<() => void>();

  constructor(first: T) {
    this.current = first;
  }

  get value(): T {
    return this.current;
  }

  set(next: T): void {
    this.current = next;
    for (const listener of this.listeners) listener();
  }

  /** Calls `listener` after each change. @returns ends that */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Ends, without an error, when `signal` aborts. */
  async *follow(signal?: AbortSignal): AsyncGenerator<T, void, void> {
    let wake: () => void = () => {};
    const rouse = () => wake();
    let isStale = true;
    const stop = this.onChange(() => {
      isStale = true;
      rouse();
    });
    signal?.addEventListener('abort', rouse);
    try {
      while (!signal?.aborted) {
        if (isStale) {
          isStale = false;
          yield this.current;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      stop();
      signal?.removeEventListener('abort', rouse);
    }
  }
}
