/**
 * The box of a face frame by frame in, how little it goes on from the frames before out: where two faces cross, the
 * landmarker may leap from the one to the other, and the leap tells which of two tracks is mistaken.
 */
import { type Box, boxSidePx } from './points.ts';

/** A leap is remembered for some frames, in case the other face is only then seen to be the same. */
const KEPT_PER_FRAME = 0.85;

export interface Surprise {
  /** In face sizes: 0 goes on as before, 1 a whole face beside it or of another size. */
  readonly value: number;
  begin(): void;
  run(box: Box): void;
}

export function buildSurprise(): Surprise {
  const last = new Float64Array(3);
  const speed = new Float64Array(2);
  let seen = 0;
  let value = 0;
  return {
    get value() {
      return value;
    },
    begin() {
      seen = 0;
      value = 0;
    },
    run(box) {
      const x = (box.leftPx + box.rightPx) / 2;
      const y = (box.topPx + box.bottomPx) / 2;
      const sidePx = boxSidePx(box);
      const alongX = x - (last[0] as number);
      const alongY = y - (last[1] as number);
      const apartPx = Math.hypot(alongX - (speed[0] as number), alongY - (speed[1] as number));
      const growth = Math.abs(Math.log(sidePx / Math.max(1, last[2] as number)));
      const now = seen > 1 ? apartPx / sidePx + growth : 0;
      value = Math.max(now, KEPT_PER_FRAME * value);
      speed[0] = seen > 0 ? alongX : 0;
      speed[1] = seen > 0 ? alongY : 0;
      last[0] = x;
      last[1] = y;
      last[2] = sidePx;
      seen++;
    },
  };
}
