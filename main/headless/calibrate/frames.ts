/** The camera's bytes in, R′G′B′ pictures averaged over frames out, decoded as the try-on decodes them. */
import type { CapturedFrames } from '../../../renderer/calibrate/api.ts';
import { yuvCoefficients } from '../../../renderer/tryon/colour/yuv.ts';
import type { Picture } from '../../calibrate/picture.ts';

/** From this many lines up an unlabelled camera means BT.709, below it BT.601. */
const HD_LINES = 720;

/** As many pictures as `parts`, each the mean of its share of the frames; about 20 ms per frame of 720 lines. */
export function averageFrames(bytes: Uint8Array, captured: CapturedFrames, parts: number): Picture[] {
  const { widthPx, heightPx, frames } = captured;
  const size = bytes.length / frames;
  const each = Math.floor(frames / parts);
  return Array.from({ length: parts }, (_, part) => {
    const codes = new Float32Array(3 * widthPx * heightPx);
    for (let i = 0; i < each; i++) {
      const start = (part * each + i) * size;
      addFrame(bytes.subarray(start, start + size), captured, codes);
    }
    for (let i = 0; i < codes.length; i++) codes[i] = (codes[i] as number) / each;
    return { widthPx, heightPx, codes };
  });
}

/** A picture file's RGBA. */
export function pictureOfRgba(rgba: Uint8Array, widthPx: number, heightPx: number): Picture {
  const codes = new Float32Array(3 * widthPx * heightPx);
  addRgba(rgba, codes);
  return { widthPx, heightPx, codes };
}

function addFrame(frame: Uint8Array, captured: CapturedFrames, codes: Float32Array): void {
  if (captured.format === 'RGBA') addRgba(frame, codes);
  else addPlanes(frame, captured, codes);
}

function addRgba(rgba: Uint8Array, codes: Float32Array): void {
  for (let i = 0, at = 0; at < codes.length; i += 4) {
    for (let c = 0; c < 3; c++, at++) codes[at] = (codes[at] as number) + (rgba[i + c] as number);
  }
}

function addPlanes(frame: Uint8Array, captured: CapturedFrames, codes: Float32Array): void {
  const { format, widthPx, heightPx, fullRange } = captured;
  const matrix = captured.matrix ?? (heightPx >= HD_LINES ? 'bt709' : 'smpte170m');
  const yuv = yuvCoefficients(matrix === 'bt709' ? 'bt709' : 'bt601', fullRange ?? false);
  const step = format === 'NV12' ? 2 : 1;
  const wide = (widthPx + 1) >> 1;
  const uStart = widthPx * heightPx;
  const vStart = format === 'NV12' ? uStart + 1 : uStart + wide * ((heightPx + 1) >> 1);
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at += 3) {
      const block = step * ((y >> 1) * wide + (x >> 1));
      const luma = yuv.yScale * ((frame[y * widthPx + x] as number) - yuv.yOffset);
      const u = (frame[uStart + block] as number) - 128;
      const v = (frame[vStart + block] as number) - 128;
      codes[at] = (codes[at] as number) + code(luma + yuv.rV * v);
      codes[at + 1] = (codes[at + 1] as number) + code(luma + yuv.gU * u + yuv.gV * v);
      codes[at + 2] = (codes[at + 2] as number) + code(luma + yuv.bU * u);
    }
  }
}

const code = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);
