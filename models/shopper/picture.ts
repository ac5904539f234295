/**
 * Takes the picture: shades every pixel that the raster saw something in, blends edges by their samples, and encodes to
 * sRGB codes over the backdrop. Owns the codes of the frame's size.
 */
import { decodeTable, encodeTable, lightSteps } from './colour.ts';
import { type Edges, edgeSamples } from './edges.ts';
import { materialOf, type Raster, triangleOf } from './raster.ts';
import type { Shader } from './scene.ts';

export interface Picture {
  /** Red, green, blue sRGB codes, valid inside the raster's box after `run`. */
  codes: Uint8Array;
  run(raster: Raster, edges: Edges, backdrop: Uint8Array): void;
}

/** `shaders` by material; all write to `ink`. About 8 ms for a face of 450 px. */
export function buildPicture(options: {
  widthPx: number;
  heightPx: number;
  shaders: readonly Shader[];
  ink: Int32Array;
}): Picture {
  const { widthPx, heightPx, shaders, ink } = options;
  const codes = new Uint8Array(3 * widthPx * heightPx);

  /** A pixel on an edge: each stretch of samples that see one triangle is shaded once; what sees nothing is backdrop. */
  function blend(
    samples: Int32Array,
    first: number,
    x: number,
    y: number,
    backdrop: Uint8Array,
    at: number,
  ): void {
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let s = first; s < first + edgeSamples; ) {
      const id = samples[s];
      const from = s++;
      while (s < first + edgeSamples && samples[s] === id) s++;
      if (id === 0) {
        for (let i = 0; i < 3; i++) ink[i] = lightSteps * decodeTable[backdrop[at + i]];
      } else shaders[materialOf(id)](triangleOf(id), x, y, 1);
      red += (s - from) * Math.min(lightSteps, ink[0]);
      green += (s - from) * Math.min(lightSteps, ink[1]);
      blue += (s - from) * Math.min(lightSteps, ink[2]);
    }
    ink[0] = red / edgeSamples;
    ink[1] = green / edgeSamples;
    ink[2] = blue / edgeSamples;
  }

  function encode(pixel: number, count: number): void {
    const from = 3 * pixel;
    for (let i = 0; i < 3 * count; i++) codes[from + i] = encodeTable[ink[i]];
  }

  /** Shades a row run by run: stretches that see one triangle. Edge pixels are shaded too and blended over later. */
  function shadeRow(seen: Int32Array, row: number, left: number, right: number): void {
    const offset = row * widthPx;
    for (let column = left; column < right; ) {
      const id = seen[offset + column];
      const from = column++;
      while (column < right && seen[offset + column] === id) column++;
      if (id === 0) continue;
      shaders[materialOf(id)](triangleOf(id), from + 0.5, row + 0.5, column - from);
      encode(offset + from, column - from);
    }
  }

  function run({ seen, box }: Raster, edges: Edges, backdrop: Uint8Array): void {
    for (let row = box.top; row < box.bottom; row++) {
      const from = 3 * (row * widthPx + box.left);
      codes.set(backdrop.subarray(from, 3 * (row * widthPx + box.right)), from);
      shadeRow(seen, row, box.left, box.right);
    }
    for (let edge = 0; edge < edges.count; edge++) {
      if (edges.mixed[edge] === 0) continue;
      const pixel = edges.pixels[edge];
      const row = Math.floor(pixel / widthPx);
      blend(edges.samples, edge * edgeSamples, pixel - row * widthPx + 0.5, row + 0.5, backdrop, 3 * pixel);
      encode(pixel, 1);
    }
  }

  return { codes, run };
}
