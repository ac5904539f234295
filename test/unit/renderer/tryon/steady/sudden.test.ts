import { describe, expect, it } from 'vitest';
import { buildSuddenWatch } from '../../../../../renderer/tryon/steady/sudden.ts';

const FRAME_MS = 33;

/** Runs a second of frames and tells in which of them the watch said that the figure jumped. */
function watch(figureAt: (ms: number) => number, visitorAt = (_ms: number) => 1): number[] {
  const sudden = buildSuddenWatch(0.1);
  const jumped: number[] = [];
  for (let ms = 0; ms < 2000; ms += FRAME_MS) {
    sudden.run(figureAt(ms), visitorAt(ms), ms);
    if (sudden.isSudden) jumped.push(ms);
  }
  return jumped;
}

describe('a sudden change', () => {
  it('is noticed within a tenth of a second or so, and is over when it has been followed', () => {
    const jumped = watch((ms) => (ms < 500 ? 0 : 0.3));
    expect(jumped[0]).toBeLessThanOrEqual(500 + 130);
    expect(jumped.at(-1)).toBeLessThan(500 + 1000);
  });

  it('is neither a single bad frame nor a drift', () => {
    expect(watch((ms) => (ms === 15 * FRAME_MS ? 0.5 : 0))).toEqual([]);
    expect(watch((ms) => 0.00003 * ms)).toEqual([]);
  });

  it('is not that another visitor came', () => {
    expect(
      watch(
        (ms) => (ms < 500 ? 0 : 0.3),
        (ms) => (ms < 500 ? 1 : 2),
      ),
    ).toEqual([]);
  });
});
