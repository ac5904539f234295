/** The measurements that need no browser: the painter's cost at three frame sizes, and what the pure stages allocate. */
import { readMesh } from '../face-files.ts';
import { type Load, loadNow, watchLoad } from '../machine-load.ts';
import { bytesPerCall } from './allocation.ts';
import { buildLipScene, type LipScene } from './lip-scene.ts';
import { measurePainter, type PainterCost } from './painter-cost.ts';

/** By the frame's lines, as in the JSON file. */
const SIZES = { p720: [1280, 720], p1080: [1920, 1080], p2160: [3840, 2160] } as const;
export type SizeName = keyof typeof SIZES;

/** Bytes per frame of 720 lines. */
export interface Allocation {
  /** Outline, coverage and occlusion. */
  coverage: number;
  light: number;
  paint: number;
}

export interface MicroResult {
  painter: Record<SizeName, PainterCost>;
  allocation: Allocation;
  load: Load;
}

async function measureAllocation({ painting, planes, points, renew, nextMs }: LipScene): Promise<Allocation> {
  // Painted lips would be something before the lips.
  renew();
  return {
    coverage: await bytesPerCall(() => {
      const nowMs = nextMs();
      painting.outline(planes, points, 1, nowMs);
      painting.cover(planes, points);
      painting.uncover(planes, points, 1, nowMs);
    }),
    light: await bytesPerCall(() => painting.measure(planes, points, 1, nextMs())),
    paint: await bytesPerCall(() => void painting.paint(planes)),
  };
}

/** About 30 s, most of it rendering the shopper. Rejects with FaceAssetsError. */
export async function runMicro(): Promise<MicroResult> {
  const mesh = await readMesh();
  const names = Object.keys(SIZES) as SizeName[];
  const scenes = names.map((name) => buildLipScene(mesh, SIZES[name][0], SIZES[name][1]));
  const start = loadNow();
  const load = watchLoad();
  const costs = measurePainter(scenes);
  const others = load.othersSince(0);
  return {
    painter: Object.fromEntries(names.map((name, i) => [name, costs[i]])) as MicroResult['painter'],
    allocation: await measureAllocation(scenes[0] as LipScene),
    load: { start, end: loadNow(), others },
  };
}
