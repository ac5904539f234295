import { describe, expect, it } from 'vitest';
import { neutralState } from '../../../../models/shopper/shopper.ts';
import { FRAME, type Shot } from '../../../quality/filming.ts';
import { measureVisit, shakePx } from '../../../quality/sequence-figures.ts';
import { occluded, visitFrames, visits } from '../../../quality/sequences.ts';

describe('shake', () => {
  const line = (offset: number) => [10 + offset, 20, 30, 40 + offset];

  it('is nothing for an outline that rests or drifts evenly', () => {
    expect(shakePx([0, 0, 0, 0].map(line))).toBe(0);
    expect(shakePx([0, 1, 2, 3].map(line))).toBe(0);
  });

  it('is four times the amplitude of an outline that goes to and fro', () => {
    expect(shakePx([0.5, -0.5, 0.5, -0.5].map(line))).toBeCloseTo(2, 10);
  });

  it('is not known of two frames', () => {
    expect(shakePx([0, 1].map(line))).toBeNaN();
  });
});

describe('the visit of a thing', () => {
  it('comes from outside, rests in its place and goes', () => {
    const [visit] = visits;
    const states = occluded(visit, 5);
    expect(states).toHaveLength(visitFrames);
    expect(states[0].occluder).toBeUndefined();
    expect(states.at(-1)?.occluder).toBeUndefined();
    const there = states.filter(
      ({ occluder }) => occluder && Math.hypot(occluder.x - visit.at.x, occluder.y - visit.at.y) < 1e-9,
    );
    expect(there.length).toBeGreaterThan(5);
  });

  /** Lips in a block of 40 × 20 pixels, hidden from frame 8 to 24, painted as told. */
  async function* film(isPainted: (frame: number) => boolean): AsyncGenerator<Shot> {
    for (let frame = 0; frame < visitFrames; frame++) yield shot(frame, isPainted(frame));
  }

  function shot(frame: number, isPainted: boolean): Shot {
    const block = new Uint8Array(FRAME.widthPx * FRAME.heightPx);
    for (let y = 100; y < 120; y++) block.fill(255, y * FRAME.widthPx + 100, y * FRAME.widthPx + 140);
    const none = new Uint8Array(block.length);
    const landmarks = new Float32Array(3 * 478);
    for (let i = 0; i < 478; i++) landmarks.set([100 + (i % 40), 100 + (i % 20), 0], 3 * i);
    const isHidden = frame >= 8 && frame < 25;
    return {
      state: neutralState,
      timeMs: 33 * frame,
      before: none,
      after: none,
      truth: {
        lips: isHidden ? none : block,
        innerMouth: none,
        hiddenLips: isHidden ? block : none,
        landmarks,
      },
      found: isPainted ? block : none,
      part: { xPx: 100, yPx: 100, widthPx: 40, heightPx: 20 },
      painted: true,
      face: undefined,
    };
  }

  it('is painted over whole by one who never sees it', async () => {
    const figures = await measureVisit(film(() => true));
    expect(figures).toMatchObject({ painted: 1, backMs: 0, cleanHidden: 0 });
    expect(figures.clearMs).toBeNaN();
  });

  it('may be painted for its first 100 ms', async () => {
    const figures = await measureVisit(film((frame) => frame < 11 || frame >= 25));
    expect(figures).toMatchObject({ painted: 0, clearMs: 99, backMs: 0 });
  });

  it('must not be painted later', async () => {
    const figures = await measureVisit(film((frame) => frame < 13 || frame >= 27));
    expect(figures.painted).toBeGreaterThan(0.1);
    expect(figures.backMs).toBe(66);
  });
});
