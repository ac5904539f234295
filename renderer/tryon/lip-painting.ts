/**
 * The pure half of the frame loop: face points in, painted planes out. Wires contour, coverage, light, steadiness and
 * paint; runs in Node tests exactly as in the worker. Everything it owns is built once.
 */
import type { Calibration } from '../../main/contract/calibration.ts';
import type { LightReading } from '../../main/contract/light.ts';
import { lookThroughCamera } from './colour/camera-colour.ts';
import type { Planes } from './frames/planes.ts';
import { buildLightDirection } from './light/light-direction.ts';
import { buildLightReading } from './light/light-reading.ts';
import { buildLipLight } from './light/lip-light.ts';
import { buildSceneLight } from './light/scene-light.ts';
import { buildContours, type LipContours, traceContours } from './lips/contour.ts';
import { buildCoverage, type LipMask } from './lips/coverage.ts';
import { emptyFacing, findFacing } from './lips/facing.ts';
import { buildFarSide } from './lips/far-side.ts';
import { buildOcclusion } from './lips/occlusion.ts';
import { buildRefinement } from './lips/refinement.ts';
import { buildLipSurface } from './lips/surface.ts';
import type { Look } from './look.ts';
import { applyLook, emptyCoat, isAnchored } from './paint/coat.ts';
import { buildPainter } from './paint/painter.ts';
import { buildSettled } from './steady/settle.ts';
import { buildSuddenWatch } from './steady/sudden.ts';

/** Jump of ln(B/G) of the cheeks that tells of another lamp: from 6500 K to 5000 K. */
const LAMP_JUMP = 0.12;

export interface LipPainting {
  readonly contours: LipContours;
  readonly mask: LipMask;
  /** Linear luminance of a white diffuser at the face, as settled. */
  readonly level: number;
  /** What the mirror makes of that light; null until it is read. */
  readonly reading: LightReading | null;
  /** How much of the lipstick is there, 0..1: it fades when most of the mouth is hidden. */
  readonly presence: number;
  /** What is known of this mirror's camera and light; null where it was never calibrated. */
  calibrate(calibration: Calibration | null): void;
  /** null wears nothing. */
  wear(look: Look | null): void;
  /**
   * Traces the lips' contours and moves them to where this face shows them.
   * @param points 478 × (x, y, z) in frame pixels
   * @param visitor a change refines the contours anew, at once
   */
  outline(planes: Planes, points: Float32Array, visitor: number, nowMs: number): void;
  /** Covers what lies between the contours. */
  cover(planes: Planes, points: Float32Array): void;
  /** Takes out what something else covers. */
  uncover(planes: Planes, points: Float32Array, visitor: number, nowMs: number): void;
  /** Reads the light on the covered lips. @param visitor a change starts the readings anew */
  measure(planes: Planes, points: Float32Array, visitor: number, nowMs: number): void;
  /** Paints the covered lips in place. @returns true when they wear the look (at intensity 0 no pixel changes) */
  paint(planes: Planes): boolean;
}

export function buildLipPainting(): LipPainting {
  const contours = buildContours();
  const refinement = buildRefinement();
  const coverage = buildCoverage();
  const farSide = buildFarSide();
  const occlusion = buildOcclusion();
  const lipLight = buildLipLight();
  const sceneLight = buildSceneLight();
  const settled = buildSettled();
  const lampWatch = buildSuddenWatch(LAMP_JUMP);
  const lightReading = buildLightReading();
  const painter = buildPainter();
  const coat = emptyCoat();
  const lipSurface = buildLipSurface();
  const facing = emptyFacing();
  const lightDirection = buildLightDirection();
  const anchor = { contours, surface: lipSurface.surface, facing, light: lightDirection.direction };
  let calibration: Calibration | null = null;
  let worn: Look | null = null;

  function dress(): void {
    if (worn === null || worn.intensity === 0) return;
    applyLook(coat, calibration === null ? worn : lookThroughCamera(calibration, worn));
  }

  return {
    contours,
    mask: coverage.mask,
    get level() {
      return settled.level;
    },
    get reading() {
      return settled.light.samples > 0 ? lightReading.reading : null;
    },
    get presence() {
      return occlusion.presence;
    },
    calibrate(next) {
      calibration = next;
      sceneLight.calibrate(next);
      dress();
    },
    wear(look) {
      worn = look;
      dress();
    },
    outline(planes, points, visitor, nowMs) {
      traceContours(points, contours);
      refinement.run(planes, contours, visitor, nowMs);
    },
    cover(planes, points) {
      coverage.run(contours, planes.widthPx, planes.heightPx);
      farSide.run(points, contours, coverage.mask);
      if (!isAnchored(coat)) return;
      lipSurface.run(contours, coverage.mask);
      findFacing(points, facing);
    },
    uncover(planes, points, visitor, nowMs) {
      occlusion.run(planes, points, contours, coverage.mask, visitor, nowMs);
    },
    measure(planes, points, visitor, nowMs) {
      sceneLight.look(planes, points);
      const { isRead, skin } = sceneLight.face;
      if (isRead && skin.isTold) lampWatch.run(skin.blueOverGreen, visitor, nowMs);
      settled.tint(sceneLight.illuminant, visitor, nowMs, lampWatch.isSudden);
      lipLight.run(planes, coverage.mask, settled.light.illuminant);
      sceneLight.weigh(lipLight.light.shade);
      settled.run(lipLight.light, sceneLight.level, visitor, nowMs);
      if (settled.light.samples > 0)
        lightReading.run(sceneLight, settled.level, settled.light.illuminant, visitor, nowMs);
      if (isAnchored(coat)) lightDirection.run(planes, points, visitor, nowMs);
    },
    paint(planes) {
      if (worn === null || settled.light.samples === 0) return false;
      if (worn.intensity > 0) painter.run(planes, coverage.mask, settled.light, settled.level, coat, anchor);
      return true;
    },
  };
}
