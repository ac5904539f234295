/**
 * Reads the frames of one source after another: one frame in flight, the newest wins, every frame closed on every path.
 * A new source takes over when the loop over the old one has ended.
 */

/** What the loop needs of a VideoFrame. */
export interface Closable {
  close(): void;
}

export interface FrameLoop<Frame extends Closable> {
  /** Number of the frame in flight; 0 while none is. */
  readonly flight: number;
  /**
   * Cancels the stream before and reads this one.
   * @param begin called between the last frame of the old source and the first of this one
   */
  watch(stream: ReadableStream<Frame>, begin: () => void): void;
  /** Settles when the last frame is closed. */
  stop(): Promise<void>;
}

/**
 * @param handle works on one frame, which stays the loop's to close
 * @param skip told why a frame was left out, or why a stream broke off
 */
export function buildFrameLoop<Frame extends Closable>(
  handle: (frame: Frame) => Promise<void>,
  skip: (cause: unknown) => void,
): FrameLoop<Frame> {
  let reader: ReadableStreamDefaultReader<Frame> | undefined;
  let ended: Promise<void> = Promise.resolve();
  let frames = 0;
  let flight = 0;

  async function take(frame: Frame): Promise<void> {
    flight = ++frames;
    try {
      await handle(frame);
    } catch (cause) {
      // One broken frame is left out; the next may be sound.
      skip(cause);
    } finally {
      frame.close();
      flight = 0;
    }
  }

  async function readAll(source: ReadableStreamDefaultReader<Frame>): Promise<void> {
    for (;;) {
      const { value: frame, done } = await source.read();
      if (done) return;
      await take(frame);
    }
  }

  /** A source that is itself replaced while it waits for the one before finds its stream cancelled and ends at once. */
  async function follow(
    before: Promise<void>,
    source: ReadableStreamDefaultReader<Frame>,
    begin: () => void,
  ): Promise<void> {
    await before;
    begin();
    await readAll(source).catch(skip);
  }

  /** A stream that broke off refuses to be cancelled; its loop has told why. */
  const cancel = (): void => void reader?.cancel().catch(() => {});

  return {
    get flight() {
      return flight;
    },
    watch(stream, begin) {
      cancel();
      reader = stream.getReader();
      ended = follow(ended, reader, begin);
    },
    stop() {
      cancel();
      return ended;
    },
  };
}
