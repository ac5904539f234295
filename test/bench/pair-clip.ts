/** Writes a clip of two synthetic shoppers side by side, as the camera sees a shopper and her companion. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import sharp from 'sharp';
import type { CanonicalMesh } from '../../models/face/canonical-mesh.ts';
import { frameToRgb } from '../../models/shopper/frame-rgb.ts';
import { idleMotion } from '../../models/shopper/idle-motion.ts';
import { buildShopper } from '../../models/shopper/shopper.ts';

const SIZE = { widthPx: 1280, heightPx: 720 };
const FPS = 30;
const JPEG_QUALITY = 92;
/** Each within her own half of the picture, moving in her own time. */
const LEFT = { centreX: 0.27, scale: 0.56, tone: 4, seed: 1 };
const RIGHT = { centreX: 0.73, scale: 0.5, tone: 8, seed: 5 };

/** @param file absolute path of the .mjpeg */
export async function writePairClip(mesh: CanonicalMesh, file: string, seconds: number): Promise<void> {
  const shopper = buildShopper({ mesh, ...SIZE });
  const companion = buildShopper({ mesh, ...SIZE });
  const { widthPx: width, heightPx: height } = SIZE;
  const raw = { width, height, channels: 3 } as const;
  const sink = createWriteStream(file);
  const closed = finished(sink);
  for (let index = 0; index < seconds * FPS; index++) {
    shopper.render({ ...idleMotion(index / FPS, LEFT.seed), ...LEFT });
    companion.render({ ...idleMotion(index / FPS, RIGHT.seed), ...RIGHT });
    const left = frameToRgb(shopper.frame);
    const right = frameToRgb(companion.frame);
    for (let line = 0; line < height; line++) {
      const from = 3 * (line * width + width / 2);
      left.set(right.subarray(from, 3 * (line + 1) * width), from);
    }
    const jpeg = await sharp(left, { raw }).jpeg({ quality: JPEG_QUALITY }).toBuffer();
    if (!sink.write(jpeg)) await Promise.race([once(sink, 'drain'), closed]);
  }
  sink.end();
  await closed;
}
