/**
 * A camera in front of a colour card, rendered: light, surfaces and sensor as spectra, tilt, vignetting, uneven light,
 * glare, blur, the camera's own matrix and tone curve, noise, and 4:2:0. Out come I420 frames, as a real one gives.
 */
import type { Card, Point } from '../../../main/calibrate/card.ts';
import { encodeSrgb } from '../../../main/calibrate/colour.ts';
import { findHomography, type Homography, project } from '../../../main/calibrate/homography.ts';
import { boxMean } from '../../../main/calibrate/regions.ts';
import { daylight6500, product, type Spectrum, sensor, sum, surfaceOf } from './spectra.ts';

/** A filled rectangle of the card, in its own units; later ones lie over earlier ones. */
export interface Painted {
  x: number;
  y: number;
  width: number;
  height: number;
  colour: readonly number[];
}

export interface Scene {
  card: Card;
  /** Everything printed on it, ground first. */
  painted: readonly Painted[];
  light: Spectrum;
  /** Where the corners of `card.corners` come to lie, px. */
  corners: readonly Point[];
  widthPx: number;
  heightPx: number;
  /** Code of white in the middle of the card, before tone, of the brightest channel: 0..1 linear. */
  exposure: number;
  /** Brightness across the card: of the right edge of the picture over the left. */
  sideways: number;
  /** Share of brightness that the lens loses in the picture's corners. */
  vignetting: number;
  /** Share of the way from none to full that the camera's white balance goes. */
  whiteBalance: number;
  /** 0 is sRGB's tone curve, 1 a strong S over it. */
  contrast: number;
  /** Share of white that flare adds everywhere. */
  flare: number;
  /** Standard deviation in codes. */
  noise: number;
  /** Radius of defocus, px. */
  blurPx: number;
  /** Where something shines or throws a shadow, px, and how strongly: of white, added; below 0 a share taken off. */
  spot?: { x: number; y: number; radiusPx: number; strength: number };
  seed: number;
}

export const ordinaryScene = {
  light: daylight6500,
  widthPx: 1280,
  heightPx: 720,
  exposure: 0.72,
  sideways: 0.8,
  vignetting: 0.2,
  whiteBalance: 0.7,
  contrast: 0.2,
  flare: 0.01,
  noise: 2.5,
  blurPx: 0,
  seed: 1,
};

/** Linear camera RGB to what it calls linear sRGB: more saturated than the surfaces, as cameras like it. */
const CAMERA_MATRIX = [
  [1.5, -0.4, -0.1],
  [-0.25, 1.5, -0.25],
  [0, -0.45, 1.45],
];

/** Linear camera values of a surface, white's brightest channel being 1. */
function buildSensor({ light, whiteBalance }: Pick<Scene, 'light' | 'whiteBalance'>) {
  const raw = (surface: Spectrum) => sensor.map((curve) => sum(product(product(light, surface), curve)));
  const unit = light.map(() => 1);
  const white = raw(unit);
  const day = sensor.map((curve) => sum(product(daylight6500, curve)));
  // Without any balance the camera is made for daylight of the same green.
  const gains = white.map((value, c) => {
    const fixed = ((day[c] as number) * (white[1] as number)) / (day[1] as number);
    return 1 / (value ** whiteBalance * fixed ** (1 - whiteBalance));
  });
  const see = (surface: Spectrum) => {
    const balanced = raw(surface).map((value, c) => value * (gains[c] as number));
    return CAMERA_MATRIX.map((row) => row.reduce((total, k, c) => total + k * (balanced[c] as number), 0));
  };
  const brightest = Math.max(...see(unit));
  return (surface: Spectrum) => see(surface).map((value) => value / brightest);
}

/** One frame, I420 of limited range, BT.709; about half a second for 720 lines. */
export function photograph(scene: Scene): Uint8Array {
  const { widthPx, heightPx } = scene;
  const [r, g, b] = developed(scene) as [Float32Array, Float32Array, Float32Array];
  const pixels = widthPx * heightPx;
  const frame = new Uint8Array(pixels * 1.5);
  const weigh = ([kr, kg, kb]: Weights, i: number): number =>
    kr * (r[i] as number) + kg * (g[i] as number) + kb * (b[i] as number);
  for (let i = 0; i < pixels; i++) frame[i] = Math.round(16 + weigh(LUMA, i) * (219 / 255));
  let next = pixels;
  for (const chroma of [BLUE, RED]) {
    for (let y = 0; y < heightPx; y += 2) {
      for (let x = 0; x < widthPx; x += 2) {
        const i = y * widthPx + x;
        const below = i + widthPx;
        const four =
          weigh(chroma, i) + weigh(chroma, i + 1) + weigh(chroma, below) + weigh(chroma, below + 1);
        frame[next++] = Math.round(128 + four * (224 / 255 / 4));
      }
    }
  }
  return frame;
}

type Weights = readonly [red: number, green: number, blue: number];
const LUMA: Weights = [0.2126, 0.7152, 0.0722];
const BLUE: Weights = [-0.2126 / 1.8556, -0.7152 / 1.8556, 0.5];
const RED: Weights = [0.5, -0.7152 / 1.5748, -0.0722 / 1.5748];

/** Steps of the tabled tone curve. */
const TONES = 8192;

/** R′, G′ and B′ codes, noise and clipping on them. */
function developed(scene: Scene): Float32Array[] {
  const { contrast, noise } = scene;
  const tones = Float32Array.from({ length: TONES + 1 }, (_, i) => 255 * toned(i / TONES, contrast));
  const uniform = randomOf(scene.seed);
  const channels = exposed(scene);
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) {
      const linear = Math.min(1, Math.max(0, channel[i] as number));
      const code =
        (tones[Math.round(linear * TONES)] as number) +
        noise * (GAUSS[Math.floor(uniform() * GAUSS.length)] as number);
      channel[i] = Math.min(255, Math.max(0, code));
    }
  }
  return channels;
}

function toned(linear: number, contrast: number): number {
  const code = encodeSrgb(linear);
  return (1 - contrast) * code + contrast * code * code * (3 - 2 * code);
}

/** Linear channels of the picture, before the tone curve. */
function exposed(scene: Scene): Float32Array[] {
  const { widthPx, heightPx, exposure, flare, sideways, vignetting, blurPx, spot } = scene;
  const channels = laid(scene);
  const half = Math.hypot(widthPx, heightPx) / 2;
  for (let y = 0, i = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, i++) {
      const fromCentre = Math.hypot(x - widthPx / 2, y - heightPx / 2) / half;
      const gradient = sideways ** (x / widthPx - 0.5) * (1 - vignetting * fromCentre ** 2);
      const inSpot =
        spot !== undefined && Math.hypot(x - spot.x, y - spot.y) < spot.radiusPx ? spot.strength : 0;
      const light = gradient * (1 + Math.min(0, inSpot));
      const added = flare + Math.max(0, inSpot);
      for (const channel of channels) channel[i] = exposure * ((channel[i] as number) * light + added);
    }
  }
  if (blurPx === 0) return channels;
  // Three boxes are nearly a Gauss.
  const blur = (channel: Float32Array) => boxMean(channel, widthPx, heightPx, blurPx);
  return channels.map((channel) => blur(blur(blur(channel))));
}

const WALL = [0.35, 0.32, 0.3];
/** Points of the card's own map, across. */
const MAP_WIDTH = 2400;
/** Four points around a pixel's middle are averaged. */
const SUBPIXEL = 0.25;

/** What the sensor has of the card and of the wall behind it, evenly lit. */
function laid(scene: Scene): Float32Array[] {
  const { widthPx, heightPx } = scene;
  const shown = shownColours(scene);
  const { map, heightOfMap, scale } = mapOf(scene.painted);
  const [ground] = scene.painted as [Painted];
  const [a, b, c, d, e, f, g, h] = findHomography(scene.corners, scene.card.corners) as Homography & number[];
  const wall = shown.at(-1) as number[];
  const channels = wall.map((value) => new Float32Array(widthPx * heightPx).fill(value));
  const box = boxOf(scene);
  /** What lies at a place of the picture. */
  const at = (x: number, y: number): number[] => {
    const w = (g as number) * x + (h as number) * y + 1;
    const column = Math.floor(
      (((a as number) * x + (b as number) * y + (c as number)) / w - ground.x) * scale,
    );
    const row = Math.floor((((d as number) * x + (e as number) * y + (f as number)) / w - ground.y) * scale);
    const isOff = !(column >= 0 && row >= 0 && column < MAP_WIDTH && row < heightOfMap);
    return isOff ? wall : (shown[map[row * MAP_WIDTH + column] as number] as number[]);
  };
  for (let y = box.top; y < box.bottom; y++) {
    for (let x = box.left; x < box.right; x++) {
      const i = y * widthPx + x;
      const upper = at(x - SUBPIXEL, y - SUBPIXEL);
      const right = at(x + SUBPIXEL, y - SUBPIXEL);
      const lower = at(x - SUBPIXEL, y + SUBPIXEL);
      const last = at(x + SUBPIXEL, y + SUBPIXEL);
      for (let k = 0; k < 3; k++) {
        const four = (upper[k] as number) + (right[k] as number) + (lower[k] as number) + (last[k] as number);
        (channels[k] as Float32Array)[i] = four / 4;
      }
    }
  }
  return channels;
}

/** The part of the picture in which the card lies. */
function boxOf({ card, corners, painted, widthPx, heightPx }: Scene) {
  const toPicture = findHomography(card.corners, corners) as Homography;
  const [{ x, y, width, height }] = painted as [Painted];
  const ends = [0, 1].flatMap((right) =>
    [0, 1].map((down) => project(toPicture, { x: x + right * width, y: y + down * height })),
  );
  const [across, along] = [ends.map((end) => end.x), ends.map((end) => end.y)];
  return {
    left: Math.max(0, Math.floor(Math.min(...across)) - 1),
    right: Math.min(widthPx, Math.ceil(Math.max(...across)) + 1),
    top: Math.max(0, Math.floor(Math.min(...along)) - 1),
    bottom: Math.min(heightPx, Math.ceil(Math.max(...along)) + 1),
  };
}

/** Of each painted part, and of the wall behind them. */
function shownColours(scene: Scene): number[][] {
  const see = buildSensor(scene);
  const seen = new Map<readonly number[], number[]>();
  const look = (colour: readonly number[]): number[] => {
    const known = seen.get(colour) ?? see(surfaceOf(colour));
    seen.set(colour, known);
    return known;
  };
  return [...scene.painted.map(({ colour }) => look(colour)), look(WALL)];
}

/** Which part lies uppermost, over the ground's rectangle. */
function mapOf(painted: readonly Painted[]) {
  const [ground] = painted as [Painted];
  const scale = MAP_WIDTH / ground.width;
  const heightOfMap = Math.round(ground.height * scale);
  const map = new Uint8Array(MAP_WIDTH * heightOfMap);
  painted.forEach((part, index) => {
    const left = Math.round((part.x - ground.x) * scale);
    const right = Math.min(MAP_WIDTH, left + Math.round(part.width * scale));
    const top = Math.round((part.y - ground.y) * scale);
    const bottom = Math.min(heightOfMap, top + Math.round(part.height * scale));
    for (let y = top; y < bottom; y++) map.fill(index, y * MAP_WIDTH + left, y * MAP_WIDTH + right);
  });
  return { map, heightOfMap, scale };
}

/** 0…1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const forGauss = randomOf(1);
/** Normally distributed numbers to draw from (Box and Muller). */
const GAUSS = Float32Array.from(
  { length: 65_536 },
  () => Math.sqrt(-2 * Math.log(1 - forGauss())) * Math.cos(2 * Math.PI * forGauss()),
);
