/**
 * What may come before the mouth, as surfaces: for a place on the shape, how far it is from the edge and what it looks
 * like there. Places are in mouth widths about the shape's anchor, u to the right and v downwards; everything is data for
 * `occluder.ts`, which lights and places it.
 */
import { bell, mix, smoothNoise, smoothStep } from './random.ts';
import type { OccluderKind } from './state.ts';
import type { Complexion, Rgb } from './tones.ts';

/** Filled by a shape for one place. Only the distance counts outside. */
export interface Surface {
  /** To the shape's edge, negative inside. */
  distance: number;
  /** Normal along u, v and towards the camera; its length is 1 or less, darker where less. */
  normal: Rgb;
  albedo: Rgb;
  /** Strength of the highlight. */
  gloss: number;
}

export interface Shape {
  /** Everything of it lies within: left, top, right, bottom. */
  extent: readonly [number, number, number, number];
  /** How far it stands before the lips, which parts its shadow from it. */
  height: number;
  at(u: number, v: number, complexion: Complexion, surface: Surface): void;
}

/** Fills a place of a rod about v = 0 that begins with a round end at u = `from` and goes on to the right. */
function rod(u: number, v: number, from: number, radius: number, surface: Surface): void {
  const along = Math.min(0, u - from - radius);
  const away = Math.hypot(along, v);
  surface.distance = away - radius;
  setNormal(surface, along / radius, v / radius);
}

function setNormal({ normal }: Surface, u: number, v: number): void {
  const flat = Math.min(1, u * u + v * v);
  normal[0] = u;
  normal[1] = v;
  normal[2] = Math.sqrt(1 - flat);
}

function setAlbedo({ albedo }: Surface, red: number, green: number, blue: number): void {
  albedo[0] = red;
  albedo[1] = green;
  albedo[2] = blue;
}

/** Knuckle creases and a paler, shinier nail; `along` runs from the tip, `across` about the middle. */
function fingerSkin(along: number, across: number, { skin }: Complexion, surface: Surface): void {
  const crease = 0.3 * bell(along - 0.5 - 0.2 * across * across, 0.016) + 0.26 * bell(along - 0.98, 0.022);
  const nail = smoothStep(0.105, 0.085, Math.hypot(across, 0.75 * (along - 0.16)));
  const level = (1 - crease) * (1 + 0.05 * smoothNoise(24 * along, 24 * across, 61));
  const tip = 0.12 * smoothStep(0.4, 0, along);
  const [red, green, blue] = skin;
  const pale = 0.25 * nail;
  setAlbedo(
    surface,
    mix(red * level, 0.75, pale),
    mix(green * level * (1 - tip), 0.5, pale),
    mix(blue * level * (1 - tip), 0.44, pale),
  );
  surface.gloss = mix(0.05, 0.3, nail);
}

/** Anchored at its tip, pointing up. */
const finger: Shape = {
  extent: [-0.2, -0.02, 0.2, 5],
  height: 0.1,
  at(u, v, complexion, surface) {
    rod(v, u, 0, 0.17 + 0.012 * Math.min(2, v), surface);
    const { normal } = surface;
    [normal[0], normal[1]] = [normal[1], normal[0]];
    fingerSkin(v, u, complexion, surface);
  },
};

/** Tips of the four fingers to the left of the anchor, from the uppermost down. */
const HAND_TIPS = [-0.62, -0.86, -0.8, -0.52];
const HAND_PITCH = 0.3;
const HAND_RADIUS = 0.165;

/** Fingers laid across from the right, the palm and the arm behind them; anchored amid the fingers. */
const hand: Shape = {
  extent: [-0.9, -0.72, 5, 0.72],
  height: 0.14,
  at(u, v, complexion, surface) {
    const row = Math.min(3, Math.max(0, Math.round(v / HAND_PITCH + 1.5)));
    const across = v - (row - 1.5) * HAND_PITCH;
    const tip = HAND_TIPS[row];
    rod(u, across, tip, HAND_RADIUS, surface);
    const back = smoothStep(0.35, 0.8, u);
    const half = mix(0.61, 0.66, smoothStep(0.8, 1.2, u)) - 0.16 * smoothStep(1.6, 2.6, u);
    const palm = Math.max(0.5 - u, Math.abs(v) - half);
    surface.distance = Math.min(surface.distance, palm);
    setNormal(surface, mix(surface.normal[0], 0, back), mix(surface.normal[1], (0.9 * v) / half, back));
    fingerSkin(u - tip, across, complexion, surface);
  },
};

/** A paper cup with a sleeve, anchored at the middle of its rim. */
const cup: Shape = {
  extent: [-0.76, -0.12, 0.76, 1.9],
  height: 0.12,
  at(u, v, _complexion, surface) {
    const half = 0.74 - 0.12 * v;
    const side = Math.min(1, Math.abs(u / half));
    const rim = -0.11 * Math.sqrt(1 - side * side);
    surface.distance = Math.max(Math.abs(u) - half, rim - v, v - 1.85);
    setNormal(surface, u / half, 0);
    const sleeve = smoothStep(0.02, 0, Math.abs(v - rim - 0.95) - 0.5);
    const lip = 1 - 0.3 * bell(v - rim - 0.075, 0.012);
    setAlbedo(
      surface,
      mix(0.78 * lip, 0.3, sleeve),
      mix(0.76 * lip, 0.19, sleeve),
      mix(0.71 * lip, 0.1, sleeve),
    );
    surface.gloss = mix(0.12, 0.02, sleeve);
  },
};

/** Red and white, anchored at its upper end and going down. */
const straw: Shape = {
  extent: [-0.06, -0.01, 0.06, 3.5],
  height: 0.06,
  at(u, v, _complexion, surface) {
    surface.distance = Math.max(Math.abs(u) - 0.052, -v, v - 3.4);
    setNormal(surface, u / 0.052, 0);
    const red = smoothStep(-0.15, 0.15, Math.sin(18 * (v + 1.2 * u)));
    setAlbedo(surface, mix(0.8, 0.62, red), mix(0.8, 0.05, red), mix(0.78, 0.06, red));
    surface.gloss = 0.2;
  },
};

/** A dark grille on a handle, anchored at the grille's middle. */
const microphone: Shape = {
  extent: [-0.44, -0.44, 0.44, 3.2],
  height: 0.2,
  at(u, v, _complexion, surface) {
    const ball = Math.hypot(u, v) - 0.42;
    const half = 0.23 - 0.035 * v;
    const handle = Math.max(Math.abs(u) - half, 0.3 - v, v - 3.1);
    surface.distance = Math.min(ball, handle);
    const collar = smoothStep(0.06, 0.04, Math.abs(v - 0.4)) * (ball < 0.04 ? 1 : 0);
    if (ball < 0) setNormal(surface, u / 0.42, v / 0.42);
    else setNormal(surface, u / half, 0);
    const mesh = ball < 0 ? 0.5 + 0.5 * Math.sin(52 * (u + v)) * Math.sin(52 * (u - v)) : 0;
    const level = mix(0.035 + 0.16 * mesh, 0.5, collar);
    setAlbedo(surface, level, level, 1.03 * level);
    surface.gloss = mix(0.25, 0.8, collar);
  },
};

/** Strands of a lock: where each runs across it, half its width, its phase in the lock's waves. */
const strands = Array.from({ length: 13 }, (_, i) => ({
  across: 0.24 * smoothNoise(i * 1.7, 0.4, 71) + 0.02 * (i - 6.5),
  half: 0.007 + 0.009 * Math.abs(smoothNoise(i, 3.3, 73)),
  phase: 0.5 * i,
  level: 1 + 0.35 * smoothNoise(i, 0.5, 74),
  end: 1.7 - 0.1 * (i % 4),
}));

/** A loose lock of single strands that hangs from above, anchored at the lock's middle. */
const hair: Shape = {
  extent: [-0.5, -2.4, 0.5, 1.8],
  height: 0.03,
  at(u, v, { hair: colour }, surface) {
    surface.distance = 1;
    for (const { across, half, phase, level, end } of strands) {
      const wave = 0.06 * Math.sin(1.9 * v + phase) + 0.02 * Math.sin(3.1 * v - 2 * phase);
      const aside = u - across * (0.6 + 0.25 * v) - wave;
      const distance = Math.max(Math.abs(aside) - half, v - end, -2.3 - v);
      if (distance >= surface.distance) continue;
      surface.distance = distance;
      setNormal(surface, Math.max(-1, Math.min(1, aside / half)), 0);
      setAlbedo(surface, colour[0] * level, colour[1] * level, colour[2] * level);
    }
    surface.gloss = 0.12;
  },
};

/** Pleated cloth from nose to chin with loops to the ears, anchored at its middle. */
const mask: Shape = {
  extent: [-2.3, -1.1, 2.3, 1],
  height: 0.08,
  at(u, v, _complexion, surface) {
    const width = 1.22 - 0.14 * Math.max(0, v);
    const round = ((Math.abs(u) / width) ** 4 + Math.abs(v / 0.88) ** 4) ** 0.25;
    const loopV = 0.62 * Math.sign(v) + 0.12 * (Math.abs(u) - 1.1) * -Math.sign(v);
    const loop = Math.max(Math.abs(v - loopV) - 0.018, 1.05 - Math.abs(u), Math.abs(u) - 2.25);
    surface.distance = Math.min(0.88 * (round - 1), loop);
    const pleat = 0.5 * bell(v + 0.32, 0.04) + 0.5 * bell(v, 0.04) + 0.5 * bell(v - 0.32, 0.04);
    setNormal(surface, (0.62 * u) / width, 0.45 * v + pleat);
    const weave = 1 + 0.03 * smoothNoise(60 * u, 60 * v, 81);
    setAlbedo(surface, 0.42 * weave, 0.6 * weave, 0.7 * weave);
    surface.gloss = 0.01;
  },
};

/** A bitten biscuit with dark crumbs, anchored at its middle. */
const food: Shape = {
  extent: [-0.52, -0.52, 0.52, 0.52],
  height: 0.1,
  at(u, v, _complexion, surface) {
    const away = Math.hypot(u, v);
    const wave = 0.012 * Math.sin(17 * Math.atan2(v, u));
    surface.distance = Math.max(away - 0.46 - wave, 0.24 - Math.hypot(u - 0.12, v + 0.5));
    const bump = 0.35 * smoothNoise(9 * u, 9 * v, 91);
    setNormal(surface, 1.2 * u + bump, 1.2 * v + 0.35 * smoothNoise(9 * u, 9 * v, 92));
    const crumb = smoothStep(0.35, 0.45, smoothNoise(7 * u, 7 * v, 93));
    const level = 1 + 0.25 * smoothNoise(21 * u, 21 * v, 94);
    setAlbedo(
      surface,
      mix(0.5 * level, 0.06, crumb),
      mix(0.28 * level, 0.03, crumb),
      mix(0.12 * level, 0.02, crumb),
    );
    surface.gloss = 0.02;
  },
};

export const occluderShapes: Readonly<Record<OccluderKind, Shape>> = {
  finger,
  hand,
  cup,
  straw,
  microphone,
  hair,
  mask,
  food,
};
