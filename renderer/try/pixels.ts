/** Pixels between the page and its server, and the part of a picture that painting touched. */
import { type Part, pixelsPath } from './api.ts';

export async function fetchPixels(id: number): Promise<ArrayBuffer> {
  const response = await fetch(pixelsPath(id));
  if (!response.ok) throw new Error(`The pixels of job ${id} are gone (${response.status}): start again.`);
  return response.arrayBuffer();
}

/** Puts the pieces, one behind the other, to the job's address. */
export async function putPixels(id: number, pieces: readonly Uint8Array[]): Promise<void> {
  const body = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.length;
  }
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

/** The smallest part around `part` that holds whole chroma blocks of a frame with even sides. */
export function wholeBlocks(part: Part): Part {
  const xPx = part.xPx & ~1;
  const yPx = part.yPx & ~1;
  const widthPx = (part.xPx + part.widthPx - xPx + 1) & ~1;
  const heightPx = (part.yPx + part.heightPx - yPx + 1) & ~1;
  return { xPx, yPx, widthPx, heightPx };
}

/** Cuts `part` out of a tightly packed picture whose rows are `rowBytes` long. */
export function cutPart(bytes: Uint8Array, rowBytes: number, part: Part, bytesPerPixel = 1): Uint8Array {
  const cutBytes = part.widthPx * bytesPerPixel;
  const cut = new Uint8Array(cutBytes * part.heightPx);
  for (let y = 0; y < part.heightPx; y++) {
    const start = (part.yPx + y) * rowBytes + part.xPx * bytesPerPixel;
    cut.set(bytes.subarray(start, start + cutBytes), y * cutBytes);
  }
  return cut;
}

/** Cuts Y, U and V of `part` (whole chroma blocks) out of an I420 frame with even sides. */
export function cutI420(planes: Uint8Array, widthPx: number, heightPx: number, part: Part): Uint8Array[] {
  const pixels = widthPx * heightPx;
  const blocks: Part = {
    xPx: part.xPx / 2,
    yPx: part.yPx / 2,
    widthPx: part.widthPx / 2,
    heightPx: part.heightPx / 2,
  };
  return [
    cutPart(planes, widthPx, part),
    cutPart(planes.subarray(pixels), widthPx / 2, blocks),
    cutPart(planes.subarray((pixels * 5) / 4), widthPx / 2, blocks),
  ];
}
