/**
 * Entry of the worker behind `npm run try`: the live mirror's stages over still pictures and over the frames of clips.
 */
import { emptyPlanes, layOutPlanes, type YuvMatrix } from './frames/planes.ts';
import { addPlanesChange, rgbaToPlanes } from './frames/rgba.ts';
import { type FaceModels, loadFaceModels } from './landmarks/face-models.ts';
import { type Box, type FacePoints, LANDMARKS } from './landmarks/points.ts';
import { buildPortraitFinder, type PortraitFinder } from './landmarks/portraits.ts';
import { buildTracker, type Tracker } from './landmarks/tracker.ts';
import { buildLipPainting } from './lip-painting.ts';
import type { FromPicture, PaintedFace, PictureTimings, ToPicture } from './picture-messages.ts';
import { paintTimed } from './timed-painting.ts';

const painting = buildLipPainting();
const planes = emptyPlanes();
let finder: PortraitFinder | undefined;
let tracker: Tracker | undefined;
let visitors = 0;
let hasSeenFrame = false;

const post = (message: FromPicture, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

async function load(runningMode: 'VIDEO' | 'IMAGE'): Promise<FaceModels> {
  const started = performance.now();
  const models = await loadFaceModels(runningMode);
  post({ type: 'ready', loadMs: performance.now() - started });
  return models;
}

/** Lays the current mask over the picture's coverage, which starts empty. */
function addCoverage(coverage: Uint8Array): void {
  const { alpha, xPx, yPx, widthPx, heightPx } = painting.mask;
  for (let y = 0; y < heightPx; y++) {
    const line = (yPx + y) * planes.widthPx + xPx;
    for (let x = 0; x < widthPx; x++) {
      coverage[line + x] = Math.max(coverage[line + x] as number, alpha[y * widthPx + x] as number);
    }
  }
}

/** Paints one face and adds its times to `timings`. */
function paintFace(
  points: FacePoints,
  visitor: number,
  nowMs: number,
  coverage: Uint8Array,
  timings: PictureTimings,
): boolean {
  const times = { lips: 0, light: 0, paint: 0 };
  const painted = paintTimed(painting, planes, points, visitor, nowMs, times);
  if (painted) addCoverage(coverage);
  timings.lipsMs += times.lips;
  timings.lightMs += times.light;
  timings.paintMs += times.paint;
  return painted;
}

/** @param isTraced whether the lips were traced on this face just now */
function describe(points: FacePoints, box: Box, isTraced: boolean, painted: boolean): PaintedFace {
  const landmarks = Array.from({ length: LANDMARKS }, (_, i) =>
    Array.from(points.subarray(3 * i, 3 * i + 3)),
  );
  const { leftPx, topPx, rightPx, bottomPx } = box;
  const { outer, inner } = painting.contours;
  return {
    landmarks,
    box: { x: leftPx, y: topPx, width: rightPx - leftPx, height: bottomPx - topPx },
    painted,
    ...(isTraced && { outline: { outer: Array.from(outer), inner: Array.from(inner) } }),
  };
}

const noTimings = (): PictureTimings => ({ landmarksMs: 0, lipsMs: 0, lightMs: 0, paintMs: 0 });

async function paintPicture(message: Extract<ToPicture, { type: 'picture' }>): Promise<void> {
  finder ??= buildPortraitFinder(await load('IMAGE'));
  const { widthPx, heightPx } = message;
  const rgba = new Uint8Array(message.rgba);
  const coverage = new Uint8Array(widthPx * heightPx);
  const timings = noTimings();
  rgbaToPlanes(rgba, widthPx, heightPx, planes);
  const before = planes.data.slice();
  const start = performance.now();
  const portraits = finder.run(planes);
  timings.landmarksMs = performance.now() - start;
  const faces = portraits.map(({ points, box, plausible }) => {
    visitors++;
    const painted = plausible && paintFace(points, visitors, 0, coverage, timings);
    return describe(points, box, plausible, painted);
  });
  addPlanesChange(rgba, before, planes, coverage);
  post({ type: 'painted', pixels: message.rgba, coverage: coverage.buffer, faces, timings }, [
    message.rgba,
    coverage.buffer,
  ]);
}

function readI420(pixels: Uint8Array, widthPx: number, heightPx: number, matrix: YuvMatrix): void {
  layOutPlanes(planes, 'I420', widthPx, heightPx);
  planes.matrix = matrix;
  planes.fullRange = false;
  planes.data.set(pixels);
}

/** The tracker trusts a face in the second frame that shows it; a clip's first frame is shown twice, so that it wears paint too. */
function findFace(follower: Tracker, timeMs: number): boolean {
  const hasFace = follower.run(planes, timeMs);
  const isFirst = !hasSeenFrame;
  hasSeenFrame = true;
  return hasFace || (isFirst && follower.run(planes, timeMs + 1));
}

async function paintClipFrame(message: Extract<ToPicture, { type: 'clip-frame' }>): Promise<void> {
  tracker ??= buildTracker(await load('VIDEO'));
  const pixels = new Uint8Array(message.pixels);
  const { colours, widthPx, heightPx } = message;
  const isRgba = colours === 'rgba';
  if (isRgba) rgbaToPlanes(pixels, widthPx, heightPx, planes);
  else readI420(pixels, widthPx, heightPx, colours);
  const before = isRgba ? planes.data.slice() : planes.data;
  const coverage = new Uint8Array(widthPx * heightPx);
  const timings = noTimings();
  const start = performance.now();
  const hasFace = findFace(tracker, message.timeMs);
  timings.landmarksMs = performance.now() - start;
  const faces: PaintedFace[] = [];
  if (hasFace) {
    const painted = paintFace(tracker.points, tracker.visitor, message.timeMs, coverage, timings);
    faces.push(describe(tracker.points, tracker.box, true, painted));
  }
  if (isRgba) addPlanesChange(pixels, before, planes, coverage);
  else pixels.set(planes.data);
  post({ type: 'painted', pixels: message.pixels, coverage: coverage.buffer, faces, timings }, [
    message.pixels,
    coverage.buffer,
  ]);
}

async function receive(message: ToPicture): Promise<void> {
  try {
    if (message.type === 'look') painting.wear(message.look);
    else if (message.type === 'picture') await paintPicture(message);
    else await paintClipFrame(message);
  } catch (cause) {
    post({ type: 'failed', message: cause instanceof Error ? cause.message : String(cause) });
  }
}

self.onmessage = ({ data }: MessageEvent<ToPicture>) => void receive(data);
