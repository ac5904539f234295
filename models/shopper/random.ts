/**
 * Repeatable randomness for the shopper's textures, noise and idle motion: hashes and smooth lattice noise, no state.
 */

/** A hash of two integers and a seed, evenly spread over [0, 1). Mixing constants of the MurmurHash3 finaliser. */
export function hash(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

/** Smooth lattice noise in −1…1 with one lattice cell per unit of x and y. */
export function smoothNoise(x: number, y: number, seed: number): number {
  const cellX = Math.floor(x);
  const cellY = Math.floor(y);
  const fx = fade(x - cellX);
  const fy = fade(y - cellY);
  const top = mix(hash(cellX, cellY, seed), hash(cellX + 1, cellY, seed), fx);
  const bottom = mix(hash(cellX, cellY + 1, seed), hash(cellX + 1, cellY + 1, seed), fx);
  return 2 * mix(top, bottom, fy) - 1;
}

/** Side of a noise tile. */
const TILE = 256;

/** A square tile of smooth lattice noise in −1…1 that joins itself, with `cells` lattice cells along a side. */
export function noiseTile(cells: number, seed: number): Float32Array {
  const lattice = Float32Array.from({ length: cells * cells }, (_, i) => 2 * hash(i, cells, seed) - 1);
  return Float32Array.from({ length: TILE * TILE }, (_, i) => {
    const x = ((i % TILE) * cells) / TILE;
    const y = (Math.floor(i / TILE) * cells) / TILE;
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [right, bottom] = [(left + 1) % cells, (top + 1) % cells];
    const fx = fade(x - left);
    return mix(
      mix(lattice[top * cells + left], lattice[top * cells + right], fx),
      mix(lattice[bottom * cells + left], lattice[bottom * cells + right], fx),
      fade(y - top),
    );
  });
}

/** Value of a tile at whole coordinates, repeated without end. */
export function readTile(tile: Float32Array, x: number, y: number): number {
  return tile[(y & (TILE - 1)) * TILE + (x & (TILE - 1))];
}

/** Standard normal deviates from a seed, in pairs by Box and Muller's transform. */
export function fillGaussian(target: Float32Array, seed: number): void {
  for (let i = 0; i < target.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - hash(i, 0, seed)));
    const angle = 2 * Math.PI * hash(i, 1, seed);
    target[i] = radius * Math.cos(angle);
    if (i + 1 < target.length) target[i + 1] = radius * Math.sin(angle);
  }
}

/** Linear interpolation from a (t = 0) to b (t = 1). */
export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** Hermite step from 0 at `low` to 1 at `high`; `low` may be the larger one. */
export function smoothStep(low: number, high: number, value: number): number {
  return fade(Math.min(1, Math.max(0, (value - low) / (high - low))));
}

/** A bell of height 1 at distance 0; `width` is its standard deviation. */
export function bell(distance: number, width: number): number {
  return Math.exp((-0.5 * distance * distance) / (width * width));
}

function fade(t: number): number {
  return t * t * (3 - 2 * t);
}
