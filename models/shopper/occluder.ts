/**
 * Puts a thing before the mouth: draws it over the picture's codes, lit by the scene's lamp, with its shadow on her face,
 * and keeps how much of each pixel it covers. Costs nothing where the state has none; its buffers are made with the first.
 */
import { decodeTable, encodeTable, lightSteps } from './colour.ts';
import type { Illumination } from './light.ts';
import { occluderShapes, type Shape, type Surface } from './occluder-shapes.ts';
import type { Pose } from './pose.ts';
import { smoothStep } from './random.ts';
import type { Raster } from './raster.ts';
import type { Box } from './screen-mesh.ts';
import type { OccluderState, ShopperState } from './state.ts';
import { type Complexion, complexionOf } from './tones.ts';

/** Width in pixels over which its outline goes from nothing to all: a lens a little out of focus. */
const EDGE_PX = 1.6;

/** In mouth widths: how soft the lamp's shadow is, and how far it darkens the surroundings' light about it. */
const SHADOW_SOFTNESS = 0.09;
const CONTACT_REACH = 0.14;
const CONTACT = 0.4;

/** Mouth corners on the mesh. */
const CORNERS = [61, 291] as const;

const GLOSS_EXPONENT = 40;

export interface Occluder {
  /** Coverage 0–255 of every pixel of the frame, or nothing when the last frame had none. */
  coverage: Uint8Array | undefined;
  /** The pixels that may have changed: the raster's box, and around what was drawn. Even edges. */
  box: Box;
  run(
    state: ShopperState,
    pose: Pose,
    raster: Raster,
    light: Illumination,
    codes: Uint8Array,
    backdrop: Uint8Array,
  ): void;
}

/** Turns pixels into places on the shape and back. */
interface Placement {
  x: number;
  y: number;
  cos: number;
  sin: number;
  pixelsPerUnit: number;
}

export function buildOccluder({ widthPx, heightPx }: { widthPx: number; heightPx: number }): Occluder {
  let coverage: Uint8Array | undefined;
  const drawn: Box = { left: 0, top: 0, right: 0, bottom: 0 };
  const surface: Surface = { distance: 0, normal: [0, 0, 0], albedo: [0, 0, 0], gloss: 0 };

  /** Makes the codes outside the raster's box, which hold an earlier frame, the backdrop's. */
  function widen({ box }: Raster, codes: Uint8Array, backdrop: Uint8Array): void {
    for (let row = occluder.box.top; row < occluder.box.bottom; row++) {
      const inside = row >= box.top && row < box.bottom;
      const from = 3 * (row * widthPx + occluder.box.left);
      const to = 3 * (row * widthPx + occluder.box.right);
      const left = inside ? 3 * (row * widthPx + box.left) : to;
      const right = inside ? 3 * (row * widthPx + box.right) : to;
      codes.set(backdrop.subarray(from, left), from);
      codes.set(backdrop.subarray(right, to), right);
    }
  }

  function draw(
    shape: Shape,
    place: Placement,
    complexion: Complexion,
    raster: Raster,
    light: Illumination,
    codes: Uint8Array,
    mask: Uint8Array,
  ): void {
    const toLamp = shape.height / Math.max(0.35, light.direction[2]);
    const lampX = light.direction[0] * toLamp;
    const lampY = -light.direction[1] * toLamp;
    const lampU = place.cos * lampX + place.sin * lampY;
    const lampV = place.cos * lampY - place.sin * lampX;
    for (let row = drawn.top; row < drawn.bottom; row++) {
      for (let column = drawn.left; column < drawn.right; column++) {
        const x = (column + 0.5 - place.x) / place.pixelsPerUnit;
        const y = (row + 0.5 - place.y) / place.pixelsPerUnit;
        const u = place.cos * x + place.sin * y;
        const v = place.cos * y - place.sin * x;
        const pixel = row * widthPx + column;
        const isBody = isInside(raster.box, column, row) && raster.seen[pixel] !== 0;
        let dimmed = 1;
        if (isBody) {
          shape.at(u + lampU, v + lampV, complexion, surface);
          dimmed -= light.lampShare * 0.85 * smoothStep(SHADOW_SOFTNESS, -SHADOW_SOFTNESS, surface.distance);
        }
        shape.at(u, v, complexion, surface);
        if (isBody) {
          dimmed -= light.ambientShare * CONTACT * Math.exp(-Math.max(0, surface.distance) / CONTACT_REACH);
        }
        const edge = 0.5 - (surface.distance * place.pixelsPerUnit) / EDGE_PX;
        const cover = edge <= 0 ? 0 : edge >= 1 ? 1 : edge;
        if (cover === 0 && dimmed > 0.999) continue;
        mask[pixel] = Math.round(255 * cover);
        blend(codes, 3 * pixel, cover, dimmed, place, light);
      }
    }
  }

  /** Mixes the lit surface over what lies beneath, in linear light. */
  function blend(
    codes: Uint8Array,
    at: number,
    cover: number,
    dimmed: number,
    place: Placement,
    light: Illumination,
  ): void {
    const { normal, albedo, gloss } = surface;
    const nx = place.cos * normal[0] - place.sin * normal[1];
    const ny = -(place.sin * normal[0] + place.cos * normal[1]);
    const nz = normal[2];
    const { direction, halfway, lampShare, ambientShare, colour } = light;
    const facing = nx * direction[0] + ny * direction[1] + nz * direction[2];
    const diffuse =
      lampShare * Math.max(0, (facing + 0.15) / 1.15) + ambientShare * (0.75 + 0.14 * ny + 0.11 * nz);
    const half = Math.max(0, nx * halfway[0] + ny * halfway[1] + nz * halfway[2]);
    const shine = gloss * (lampShare * half ** GLOSS_EXPONENT + 0.04 * ambientShare);
    for (let i = 0; i < 3; i++) {
      const beneath = dimmed * decodeTable[codes[at + i]];
      const lit = Math.min(1, colour[i] * (albedo[i] * diffuse + shine));
      codes[at + i] = encodeTable[Math.floor(lightSteps * (beneath + cover * (lit - beneath)))];
    }
  }

  const occluder: Occluder = {
    coverage: undefined,
    box: drawn,
    run(state, pose, raster, light, codes, backdrop) {
      occluder.box = raster.box;
      occluder.coverage = undefined;
      if (!state.occluder) return;
      coverage ??= new Uint8Array(widthPx * heightPx);
      coverage.fill(0);
      occluder.coverage = coverage;
      const shape = occluderShapes[state.occluder.kind];
      const place = placed(state.occluder, pose);
      surround(drawn, shape, place, widthPx, heightPx);
      occluder.box = union(raster.box, drawn);
      widen(raster, codes, backdrop);
      const complexion = complexionOf(state.occluder.tone ?? state.tone);
      draw(shape, place, complexion, raster, light, codes, coverage);
    },
  };
  return occluder;
}

/** Where and how large the shape is, from her mouth as it stands in this frame: its true width, not the foreshortened one. */
function placed({ x, y, angleDeg, scale }: OccluderState, pose: Pose): Placement {
  const [a, b] = CORNERS;
  const { camera } = pose;
  const widthCm = Math.hypot(camera.x[a] - camera.x[b], camera.y[a] - camera.y[b], camera.z[a] - camera.z[b]);
  const mouthPx = widthCm * pose.pixelsPerCm;
  const angle = (angleDeg * Math.PI) / 180;
  return {
    x: (pose.x[a] + pose.x[b]) / 2 + x * mouthPx,
    y: (pose.y[a] + pose.y[b]) / 2 + y * mouthPx,
    cos: Math.cos(angle),
    sin: Math.sin(angle),
    pixelsPerUnit: mouthPx * scale,
  };
}

/** Sets `box` to the even-edged rectangle around the turned extent and its shadow, within the frame. */
function surround(
  box: Box,
  { extent, height }: Shape,
  place: Placement,
  widthPx: number,
  heightPx: number,
): void {
  const more = 3 * height + CONTACT_REACH * 4;
  const { x, y, cos, sin, pixelsPerUnit } = place;
  const us = [extent[0] - more, extent[2] + more];
  const vs = [extent[1] - more, extent[3] + more];
  const xs = us.flatMap((u) => vs.map((v) => x + pixelsPerUnit * (cos * u - sin * v)));
  const ys = us.flatMap((u) => vs.map((v) => y + pixelsPerUnit * (sin * u + cos * v)));
  const even = (value: number, most: number) => Math.min(most, Math.max(0, 2 * Math.floor(value / 2)));
  box.left = even(Math.min(...xs), widthPx);
  box.top = even(Math.min(...ys), heightPx);
  box.right = even(Math.max(...xs) + 2, widthPx);
  box.bottom = even(Math.max(...ys) + 2, heightPx);
}

function union(a: Box, b: Box): Box {
  if (b.right <= b.left || b.bottom <= b.top) return a;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

function isInside(box: Box, column: number, row: number): boolean {
  return column >= box.left && column < box.right && row >= box.top && row < box.bottom;
}
