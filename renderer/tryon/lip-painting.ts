/**
 * The pure half of the frame loop: face points in, painted planes out. Wires contour, coverage, light, steadiness and
 * paint; runs in Node tests exactly as in the worker. Everything it owns is built once.
 */
import type { Planes } from './frames/planes.ts';
import { buildLipLight } from './light/lip-light.ts';
import { buildSceneLight } from './light/scene-light.ts';
import { buildContours, type LipContours, traceContours } from './lips/contour.ts';
import { buildCoverage, type LipMask } from './lips/coverage.ts';
import type { Look } from './look.ts';
import { applyLook, emptyCoat } from './paint/coat.ts';
import { buildPainter } from './paint/painter.ts';
import { buildSettled } from './steady/settle.ts';

export interface LipPainting {
  readonly contours: LipContours;
  readonly mask: LipMask;
  /** Linear luminance of a white diffuser at the face, as settled. */
  readonly level: number;
  /** null wears nothing. */
  wear(look: Look | null): void;
  /** Traces contour and coverage of the lips. @param points 478 × (x, y, z) in frame pixels */
  cover(planes: Planes, points: Float32Array): void;
  /** Reads the light on the covered lips. @param visitor a change starts the readings anew */
  measure(planes: Planes, points: Float32Array, visitor: number, nowMs: number): void;
  /** Paints the covered lips in place. @returns true when they wear the look (at intensity 0 no pixel changes) */
  paint(planes: Planes): boolean;
}

export function buildLipPainting(): LipPainting {
  const contours = buildContours();
  const coverage = buildCoverage();
  const lipLight = buildLipLight();
  const sceneLight = buildSceneLight();
  const settled = buildSettled();
  const painter = buildPainter();
  const coat = emptyCoat();
  let isWearing = false;
  let isVisible = false;
  return {
    contours,
    mask: coverage.mask,
    get level() {
      return settled.level;
    },
    wear(look) {
      isWearing = look !== null;
      isVisible = look !== null && look.intensity > 0;
      if (look !== null && isVisible) applyLook(coat, look);
    },
    cover(planes, points) {
      traceContours(points, contours);
      coverage.run(contours, planes.widthPx, planes.heightPx);
    },
    measure(planes, points, visitor, nowMs) {
      sceneLight.look(planes, points);
      settled.tint(sceneLight.illuminant, visitor, nowMs);
      lipLight.run(planes, coverage.mask, settled.light.illuminant);
      sceneLight.weigh(lipLight.light.shade);
      settled.run(lipLight.light, sceneLight.level, visitor, nowMs);
    },
    paint(planes) {
      if (!isWearing || settled.light.samples === 0) return false;
      if (isVisible) painter.run(planes, coverage.mask, settled.light, settled.level, coat);
      return true;
    },
  };
}
