/**
 * Face points as one flat array: x, y, z per landmark in frame pixels (z grows away from the camera),
 * with the measures that several stages take from them.
 */

import type { Rotation } from '../../../main/contract/camera.ts';
import type { Region } from './sampler.ts';
import { turnOf } from './turn.ts';

export const LANDMARKS = 478;

/** 478 × (x, y, z), frame pixels. */
export type FacePoints = Float32Array;

export const emptyPoints = (): FacePoints => new Float32Array(3 * LANDMARKS);

export interface Box {
  leftPx: number;
  topPx: number;
  rightPx: number;
  bottomPx: number;
}

export const emptyBox = (): Box => ({ leftPx: 0, topPx: 0, rightPx: 0, bottomPx: 0 });

/**
 * Maps a task's landmarks (0..1 of the upright picture of the square `crop`) into the frame. z does not turn.
 * @returns false when there is no whole face
 */
export function mapPoints(
  face: readonly { x: number; y: number; z: number }[] | undefined,
  crop: Region,
  rotation: Rotation,
  points: FacePoints,
): boolean {
  if (face === undefined || face.length < LANDMARKS) return false;
  const { uX, uY, u0, vX, vY, v0 } = turnOf(rotation);
  for (let i = 0; i < LANDMARKS; i++) {
    const { x, y, z } = face[i] as { x: number; y: number; z: number };
    points[3 * i] = crop.xPx + (uX * x + uY * y + u0) * crop.widthPx;
    points[3 * i + 1] = crop.yPx + (vX * x + vY * y + v0) * crop.heightPx;
    points[3 * i + 2] = z * crop.widthPx;
  }
  return true;
}

/** Bounding box of the 468 mesh points (irises excluded), written into `box`. */
export function measureBox(points: FacePoints, box: Box): void {
  box.leftPx = Infinity;
  box.topPx = Infinity;
  box.rightPx = -Infinity;
  box.bottomPx = -Infinity;
  for (let i = 0; i < 3 * 468; i += 3) {
    const x = points[i] as number;
    const y = points[i + 1] as number;
    if (x < box.leftPx) box.leftPx = x;
    if (x > box.rightPx) box.rightPx = x;
    if (y < box.topPx) box.topPx = y;
    if (y > box.bottomPx) box.bottomPx = y;
  }
}

export const boxSidePx = (box: Box): number => Math.max(box.rightPx - box.leftPx, box.bottomPx - box.topPx);

/** Distance between two landmarks in the picture plane, pixels. */
export const distancePx = (points: FacePoints, a: number, b: number): number =>
  Math.hypot(
    (points[3 * a] as number) - (points[3 * b] as number),
    (points[3 * a + 1] as number) - (points[3 * b + 1] as number),
  );

/** Intersection over the smaller area, 0..1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.rightPx, b.rightPx) - Math.max(a.leftPx, b.leftPx);
  const height = Math.min(a.bottomPx, b.bottomPx) - Math.max(a.topPx, b.topPx);
  if (width <= 0 || height <= 0) return 0;
  const areaA = (a.rightPx - a.leftPx) * (a.bottomPx - a.topPx);
  const areaB = (b.rightPx - b.leftPx) * (b.bottomPx - b.topPx);
  return (width * height) / Math.max(1, Math.min(areaA, areaB));
}
