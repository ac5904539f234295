/** Pixels between the page and its server, and the part of a picture that painting touched. */
import { type Part, pixelsPath } from './api.ts';

export async function fetchPixels(id: number): Promise<ArrayBuffer> {
  const response = await fetch(pixelsPath(id));
  if (!response.ok) throw new Error(`The pixels of job ${id} are gone (${response.status}): start again.`);
  return response.arrayBuffer();
}

/** Puts painted pixels and coverage, one behind the other, to the job's address. */
export async function putPixels(id: number, painted: Uint8Array, coverage: Uint8Array): Promise<void> {
  const body = new Uint8Array(painted.length + coverage.length);
  body.set(painted);
  body.set(coverage, painted.length);
  const headers = { 'content-type': 'application/octet-stream' };
  const response = await fetch(pixelsPath(id), { method: 'PUT', headers, body });
  if (!response.ok) throw new Error(`Job ${id} could not be handed back (${response.status}): start again.`);
}

/** The smallest part of a picture that holds all coverage; about 1 ms per megapixel. */
export function coveredPart(coverage: Uint8Array, widthPx: number, heightPx: number): Part {
  let left = widthPx;
  let right = -1;
  let top = heightPx;
  let bottom = -1;
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      if (coverage[at] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (bottom < 0) return { xPx: 0, yPx: 0, widthPx: 0, heightPx: 0 };
  return { xPx: left, yPx: top, widthPx: right - left + 1, heightPx: bottom - top + 1 };
}

/** Cuts `part` out of a picture of `bytesPerPixel`, tightly packed. */
export function cutPart(
  bytes: Uint8Array,
  pictureWidthPx: number,
  part: Part,
  bytesPerPixel: number,
): Uint8Array {
  const rowBytes = part.widthPx * bytesPerPixel;
  const cut = new Uint8Array(rowBytes * part.heightPx);
  for (let y = 0; y < part.heightPx; y++) {
    const start = ((part.yPx + y) * pictureWidthPx + part.xPx) * bytesPerPixel;
    cut.set(bytes.subarray(start, start + rowBytes), y * rowBytes);
  }
  return cut;
}
