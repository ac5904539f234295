/** Runs `npm run try` as a process, and makes the pictures and clips of the synthetic shopper that its tests paint. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { CanonicalMesh } from '../../models/face/canonical-mesh.ts';
import { frameToRgb } from '../../models/shopper/frame-rgb.ts';
import { buildShopper, neutralState, type ShopperState } from '../../models/shopper/shopper.ts';

const ROOT = join(import.meta.dirname, '../..');
const CLI = join(ROOT, 'main/headless/try/cli.ts');

export const mesh: CanonicalMesh = JSON.parse(
  readFileSync(join(ROOT, 'dist/face/canonical-mesh.json'), 'utf8'),
);

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** @param environment added to that of the tests */
export function runTry(folder: string, args: string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> {
  const env = { ...process.env, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

export interface Portrait {
  widthPx: number;
  heightPx: number;
  /** RGB, tight. */
  pixels: Uint8ClampedArray;
  /** True coverage of her lips, 0–255. */
  lips: Uint8Array;
}

/** One picture of the shopper. */
export function portray(widthPx: number, heightPx: number, state: Partial<ShopperState> = {}): Portrait {
  const shopper = buildShopper({ mesh, widthPx, heightPx });
  shopper.render({ ...neutralState, ...state, wantTruth: true });
  return { widthPx, heightPx, pixels: frameToRgb(shopper.frame), lips: shopper.truth.lips };
}

export const asSharp = ({ pixels, widthPx, heightPx }: Portrait) =>
  sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } });

/** RGBA of a picture file as it is shown, in its own numbers. */
export const rgbaOf = (path: string): Promise<Buffer> =>
  sharp(path, { ignoreIcc: true }).autoOrient().ensureAlpha().raw().toBuffer();

/** A mask file's only channel; fails if it has more. */
export async function maskOf(path: string): Promise<{ widthPx: number; heightPx: number; cover: Buffer }> {
  const { channels, depth } = await sharp(path).metadata();
  if (channels !== 1 || depth !== 'uchar') throw new Error(`${path} has ${channels} channels of ${depth}.`);
  const { data, info } = await sharp(path).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, cover: data };
}

/** Shared area of two coverages over their joint area, both cut at 128. */
export function intersectionOverUnion(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    const inA = (a[i] as number) >= 128;
    const inB = (b[i] as number) >= 128;
    if (inA && inB) both++;
    if (inA || inB) either++;
  }
  return both / either;
}

/** A dark opaque red: what a mask says, the eye sees. */
export const SHADE = ['--shade', 'VA-M04'];
/** What the shopper's own tests ask of the core; here it only has to tell a mask in place from one that is not. */
export const IN_PLACE = 0.7;

/** One input in the report that `--json` writes. */
export interface Entry {
  file: string;
  widthPx: number | null;
  heightPx: number | null;
  faces: {
    box: { x: number; y: number; width: number; height: number };
    landmarks: number[][];
    painted: boolean;
  }[];
  frames?: { timeMs: number; faces: Entry['faces']; timings: Record<string, number> }[];
  timings: Record<string, number>;
  exit: number;
  reason?: string;
}
export const readReport = (path: string): Entry[] => JSON.parse(readFileSync(path, 'utf8'));
