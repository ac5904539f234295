import { beforeEach, describe, expect, it } from 'vitest';
import { buildFrameLoop, type FrameLoop } from '../../../../renderer/tryon/frame-loop.ts';

interface TestFrame {
  name: string;
  isClosed: boolean;
  close(): void;
}

interface Source {
  frames: ReadableStream<TestFrame>;
  give(name: string): TestFrame;
  fail(cause: Error): void;
  isCancelled: boolean;
}

function buildSource(): Source {
  let controller: ReadableStreamDefaultController<TestFrame> | undefined;
  const source: Source = {
    isCancelled: false,
    frames: new ReadableStream<TestFrame>({
      start(given) {
        controller = given;
      },
      cancel() {
        source.isCancelled = true;
      },
    }),
    give(name) {
      const frame: TestFrame = {
        name,
        isClosed: false,
        close() {
          frame.isClosed = true;
        },
      };
      controller?.enqueue(frame);
      return frame;
    },
    fail: (cause) => controller?.error(cause),
  };
  return source;
}

/** What happened, in order. */
let story: string[];
/** Lets the frame in flight go on, or fail. */
let release: (cause?: Error) => void;
let loop: FrameLoop<TestFrame>;
/** Settles with the next thing that happens. */
let next: Promise<void>;
let tell: (event: string) => void;

beforeEach(() => {
  story = [];
  let wake: () => void = () => {};
  const listen = (): void => {
    next = new Promise((resolve) => {
      wake = resolve;
    });
  };
  tell = (event) => {
    story.push(event);
    wake();
    listen();
  };
  listen();
  loop = buildFrameLoop<TestFrame>(
    ({ name }) => {
      tell(name);
      return new Promise((resolve, reject) => {
        release = (cause) => (cause ? reject(cause) : resolve());
      });
    },
    (cause) => tell(`skipped: ${(cause as Error).message}`),
  );
});

async function until(event: string): Promise<void> {
  while (!story.includes(event)) await next;
}

describe('one source', () => {
  it('has one frame in flight and closes each when it is done', async () => {
    const source = buildSource();
    loop.watch(source.frames, () => tell('begin'));
    const [one, two] = [source.give('one'), source.give('two')];
    await until('one');
    expect(story).toEqual(['begin', 'one']);
    const { flight } = loop;
    expect(flight).toBeGreaterThan(0);
    release();
    await until('two');
    expect([one.isClosed, two.isClosed]).toEqual([true, false]);
    expect(loop.flight).toBeGreaterThan(flight);
    release();
    await loop.stop();
    expect(two.isClosed).toBe(true);
    expect(loop.flight).toBe(0);
  });

  it('leaves out a frame that breaks, closes it and goes on', async () => {
    const source = buildSource();
    loop.watch(source.frames, () => {});
    const broken = source.give('broken');
    await until('broken');
    release(new Error('no planes'));
    await until('skipped: no planes');
    source.give('sound');
    await until('sound');
    expect(broken.isClosed).toBe(true);
  });

  it('tells when its stream breaks off, and still lets another take over', async () => {
    const [broken, sound] = [buildSource(), buildSource()];
    loop.watch(broken.frames, () => {});
    broken.fail(new Error('capture gone'));
    await until('skipped: capture gone');
    loop.watch(sound.frames, () => {});
    sound.give('picture');
    await until('picture');
  });
});

describe('another source', () => {
  it('begins when the last frame of the one before is closed', async () => {
    const [old, fresh] = [buildSource(), buildSource()];
    loop.watch(old.frames, () => tell('begin old'));
    const last = old.give('last');
    await until('last');
    let wasClosed = false;
    loop.watch(fresh.frames, () => {
      wasClosed = last.isClosed;
      tell('begin fresh');
    });
    fresh.give('first');
    expect(old.isCancelled).toBe(true);
    expect(story).toEqual(['begin old', 'last']);
    release();
    await until('first');
    expect(wasClosed).toBe(true);
  });

  it('takes over from one that waits for its turn, whose frames are never read', async () => {
    const [old, passing, fresh] = [buildSource(), buildSource(), buildSource()];
    loop.watch(old.frames, () => {});
    old.give('last');
    await until('last');
    loop.watch(passing.frames, () => tell('begin passing'));
    passing.give('never');
    loop.watch(fresh.frames, () => tell('begin fresh'));
    fresh.give('first');
    release();
    await until('first');
    expect(passing.isCancelled).toBe(true);
    expect(story).toEqual(['last', 'begin passing', 'begin fresh', 'first']);
  });

  it('takes over from one that gives no frames', async () => {
    const [silent, fresh] = [buildSource(), buildSource()];
    loop.watch(silent.frames, () => {});
    loop.watch(fresh.frames, () => {});
    fresh.give('first');
    await until('first');
    expect(silent.isCancelled).toBe(true);
  });
});

it('stops before the first source as well', async () => {
  await expect(loop.stop()).resolves.toBeUndefined();
});
