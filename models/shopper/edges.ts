/**
 * Looks closer at the pixels where surfaces meet: finds them in the raster's picture and samples each eight times, so that
 * edges are smooth and the truth about them is what was drawn. Owns its buffers.
 */
import { type Raster, sightOf, triangleOf } from './raster.ts';
import type { ScreenMesh } from './screen-mesh.ts';

/** Samples of an edge pixel: eight rooks, one per row and column of an 8 × 8 grid, from top to bottom. */
export const edgeSamples = 8;
const sampleX = Float64Array.from({ length: edgeSamples }, (_, s) => (((s * 3 + 1) % 8) + 0.5) / 8 - 0.5);
const sampleY = Float64Array.from({ length: edgeSamples }, (_, s) => (s + 0.5) / 8 - 0.5);

/** Materials that are one surface differ in their last bit only, the seventeenth of a sight. */
const SURFACE_SHIFT = 17;

/** A step in depth between neighbouring pixels, in pixels, that counts as one surface passing before another. */
const DEPTH_STEP = 7;

/** Pixels on edges that can be held; a frame filled with her face and hair has about 20 000. */
const MAX_EDGES = 0xffff;

export interface Edges {
  /** Per pixel of the raster's box: 0, or 1 + its place among the edge pixels. */
  places: Uint16Array;
  count: number;
  /** Per edge pixel: row · width + column; what its samples see; and 1 where they do not all see what its centre does. */
  pixels: Uint32Array;
  samples: Int32Array;
  mixed: Uint8Array;
  run(raster: Raster, mesh: ScreenMesh): void;
}

/** `run` costs about 4 ms for a face of 450 px and hair. */
export function buildEdges({ widthPx, heightPx }: { widthPx: number; heightPx: number }): Edges {
  const places = new Uint16Array(widthPx * heightPx);
  const pixels = new Uint32Array(MAX_EDGES);
  const mixed = new Uint8Array(MAX_EDGES);
  const samples = new Int32Array(MAX_EDGES * edgeSamples);
  const sampleDepths = new Float32Array(samples.length);
  const around = new Int32Array(9);

  /** Marks pixels whose right or lower neighbour shows another surface or a step in depth, and those neighbours. */
  function find(raster: Raster): void {
    const { box, seen, depths } = raster;
    edges.count = 0;
    for (let row = box.top; row < box.bottom; row++) {
      places.fill(0, row * widthPx + box.left, row * widthPx + box.right);
    }
    for (let row = box.top; row < box.bottom - 1; row++) {
      const end = row * widthPx + box.right - 1;
      for (let i = row * widthPx + box.left; i < end; i++) {
        const here = seen[i];
        const right = here ^ seen[i + 1];
        const below = here ^ seen[i + widthPx];
        if ((right | below) === 0) continue;
        if (right >>> SURFACE_SHIFT !== 0) mark(i, i + 1, 0);
        else if (Math.abs(depths[i] - depths[i + 1]) > DEPTH_STEP && isStep(raster, i, i + 1, 1))
          mark(i, i + 1, 1);
        if (below >>> SURFACE_SHIFT !== 0) mark(i, i + widthPx, 0);
        else if (Math.abs(depths[i] - depths[i + widthPx]) > DEPTH_STEP && isStep(raster, i, i + widthPx, 2))
          mark(i, i + widthPx, 1);
      }
    }
  }

  /** Whether two neighbours are further apart in depth than their triangles' slopes along x (1) or y (2) explain. */
  function isStep({ seen, depths, depthPlanes }: Raster, i: number, j: number, axis: 1 | 2): boolean {
    const here = Math.abs(depthPlanes[3 * triangleOf(seen[i]) + axis]);
    const there = Math.abs(depthPlanes[3 * triangleOf(seen[j]) + axis]);
    return Math.abs(depths[i] - depths[j]) > DEPTH_STEP + 1.3 * Math.max(here, there);
  }

  function mark(i: number, j: number, step: number): void {
    add(i, step);
    add(j, step);
  }

  function add(pixel: number, step: number): void {
    if (places[pixel] === 0) {
      if (edges.count === MAX_EDGES) return;
      pixels[edges.count] = pixel;
      mixed[edges.count++] = 0;
      places[pixel] = edges.count;
    }
    mixed[places[pixel] - 1] |= step;
  }

  /** Samples an edge pixel against the triangles that it and its eight neighbours see. */
  function sample(raster: Raster, edge: number): void {
    const row = Math.floor(pixels[edge] / widthPx);
    const column = pixels[edge] - row * widthPx;
    gather(raster, row, column);
    for (let k = 0; k < 9; k++) {
      const sight = around[k];
      if (sight !== 0 && isNew(sight, k)) enter(raster, sight, edge * edgeSamples, column + 0.5, row + 0.5);
    }
  }

  /** Samples the edge pixels around a triangle too thin to be seen by the centres of all pixels that it touches. */
  function addSliver(raster: Raster, mesh: ScreenMesh, triangle: number): void {
    const { x, y, triangles } = mesh;
    const a = triangles[3 * triangle];
    const b = triangles[3 * triangle + 1];
    const c = triangles[3 * triangle + 2];
    const { box } = raster;
    const right = Math.min(box.right - 1, Math.floor(Math.max(x[a], x[b], x[c])));
    const bottom = Math.min(box.bottom - 1, Math.floor(Math.max(y[a], y[b], y[c])));
    const sight = sightOf(mesh, triangle);
    for (let row = Math.max(box.top, Math.floor(Math.min(y[a], y[b], y[c]))); row <= bottom; row++) {
      for (
        let column = Math.max(box.left, Math.floor(Math.min(x[a], x[b], x[c])));
        column <= right;
        column++
      ) {
        const place = places[row * widthPx + column];
        if (place !== 0) enter(raster, sight, (place - 1) * edgeSamples, column + 0.5, row + 0.5);
      }
    }
  }

  /** Decides what uncovered samples see and whether the pixel is mixed. */
  function finish(raster: Raster, edge: number): void {
    const centre = raster.seen[pixels[edge]];
    let uncovered = false;
    for (let s = edge * edgeSamples; s < (edge + 1) * edgeSamples; s++) {
      if (samples[s] === 0) uncovered = true;
      if ((samples[s] ^ centre) >>> SURFACE_SHIFT !== 0) mixed[edge] = 1;
    }
    if (!uncovered) return;
    const row = Math.floor(pixels[edge] / widthPx);
    gather(raster, row, pixels[edge] - row * widthPx);
    for (let s = 0; s < edgeSamples; s++) {
      const at = edge * edgeSamples + s;
      if (samples[at] === 0) samples[at] = guess(sampleX[s] < 0 ? -1 : 1, sampleY[s] < 0 ? -1 : 1);
    }
  }

  /** What the 3 × 3 pixels around see; nothing beyond the box. */
  function gather({ box, seen }: Raster, row: number, column: number): void {
    const inside = row > box.top && row < box.bottom - 1 && column > box.left && column < box.right - 1;
    let k = 0;
    for (let y = row - 1; y <= row + 1; y++) {
      for (let x = column - 1; x <= column + 1; x++, k++) {
        const isThere = inside || (y >= box.top && y < box.bottom && x >= box.left && x < box.right);
        around[k] = isThere ? seen[y * widthPx + x] : 0;
      }
    }
  }

  function isNew(sight: number, k: number): boolean {
    for (let before = 0; before < k; before++) if (around[before] === sight) return false;
    return true;
  }

  /** Keeps a triangle at the samples that it covers and where it is nearest. */
  function enter({ planes, depthPlanes }: Raster, sight: number, first: number, x: number, y: number): void {
    const triangle = triangleOf(sight);
    const at = 6 * triangle;
    const bx = planes[at];
    const by = planes[at + 1];
    const cx = planes[at + 3];
    const cy = planes[at + 4];
    const b0 = planes[at + 2] + bx * x + by * y;
    const c0 = planes[at + 5] + cx * x + cy * y;
    const reachB = 0.5 * (Math.abs(bx) + Math.abs(by));
    const reachC = 0.5 * (Math.abs(cx) + Math.abs(cy));
    if (b0 < -reachB || c0 < -reachC || b0 + c0 > 1 + reachB + reachC) return;
    const depthX = depthPlanes[3 * triangle + 1];
    const depthY = depthPlanes[3 * triangle + 2];
    const depth0 = depthPlanes[3 * triangle] + depthX * x + depthY * y;
    for (let s = 0; s < edgeSamples; s++) {
      const dx = sampleX[s];
      const dy = sampleY[s];
      const b = b0 + bx * dx + by * dy;
      const c = c0 + cx * dx + cy * dy;
      if (b < 0 || c < 0 || b + c > 1) continue;
      const depth = depth0 + depthX * dx + depthY * dy;
      if (depth <= sampleDepths[first + s]) continue;
      sampleDepths[first + s] = depth;
      samples[first + s] = sight;
    }
  }

  /**
   * What an uncovered sample sees, from its quadrant's neighbours: nothing if one of them sees nothing, else (a triangle too
   * small to cover any pixel's centre lies there) what the pixel's centre sees.
   */
  function guess(right: number, down: number): number {
    const beside = around[4 + right];
    const above = around[4 + 3 * down];
    return beside === 0 || above === 0 || around[4 + right + 3 * down] === 0 ? 0 : around[4];
  }

  const edges: Edges = {
    places,
    count: 0,
    pixels,
    samples,
    mixed,
    run(raster, mesh) {
      find(raster);
      samples.fill(0, 0, edges.count * edgeSamples);
      sampleDepths.fill(-1e9, 0, edges.count * edgeSamples);
      for (let edge = 0; edge < edges.count; edge++) sample(raster, edge);
      for (let i = 0; i < raster.sliverCount; i++) addSliver(raster, mesh, raster.slivers[i]);
      for (let edge = 0; edge < edges.count; edge++) finish(raster, edge);
    },
  };
  return edges;
}
