/**
 * Turns a shopper's frame back into sRGB, as a player that knows its colour space does. For pictures and JPEG clips.
 */
import type { Frame } from './camera.ts';

/**
 * Red, green, blue bytes per pixel of an I420 frame in limited-range BT.709 (ITU-R BT.709-6), chroma repeated over its
 * 2 × 2 pixels. Writes into `target` (3 · width · height), which it makes when none is given, and returns it.
 */
export function frameToRgb(frame: Frame, target?: Uint8ClampedArray): Uint8ClampedArray {
  const { data, widthPx, heightPx } = frame;
  const out = target ?? new Uint8ClampedArray(3 * widthPx * heightPx);
  const lumaSize = widthPx * heightPx;
  for (let row = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++) {
      const chroma = lumaSize + (row >> 1) * (widthPx >> 1) + (column >> 1);
      const y = (data[row * widthPx + column] - 16) * (255 / 219);
      const blue = (data[chroma] - 128) * (255 / 224);
      const red = (data[chroma + lumaSize / 4] - 128) * (255 / 224);
      const at = 3 * (row * widthPx + column);
      out[at] = y + 1.5748 * red;
      out[at + 1] = y - 0.18732 * blue - 0.46812 * red;
      out[at + 2] = y + 1.8556 * blue;
    }
  }
  return out;
}
