/**
 * The synthetic shopper: a rendered head whose lips, pose and light are known exactly. In: a `ShopperState` per frame;
 * out: an I420 frame and, on request, the truth about it. Pure computation; every buffer is hers and is overwritten.
 */
import type { CanonicalMesh } from '../face/canonical-mesh.ts';
import { paintBackdrop } from './backdrop.ts';
import { buildCamera, type Frame } from './camera.ts';
import { material } from './control-mesh.ts';
import { buildEdges } from './edges.ts';
import { buildEyeShader } from './eye-shader.ts';
import { buildFigure } from './figure.ts';
import { buildHairShader } from './hair-shader.ts';
import { illuminationOf } from './light.ts';
import { buildLighting } from './lighting.ts';
import { buildLipShader } from './lip-shader.ts';
import { buildMouthShader } from './mouth-shader.ts';
import { buildNeckShader } from './neck-shader.ts';
import { buildOccluder } from './occluder.ts';
import { buildPicture } from './picture.ts';
import { portrayed } from './portrait.ts';
import { buildPose } from './pose.ts';
import { buildRaster } from './raster.ts';
import type { Scene, Shader } from './scene.ts';
import { paintSkin } from './skin-map.ts';
import { buildSkinShader } from './skin-shader.ts';
import { packSkin } from './skin-texels.ts';
import { neutralState, type ShopperState } from './state.ts';
import { complexionOf } from './tones.ts';
import { buildTruth, type Truth } from './truth.ts';

export { idleMotion } from './idle-motion.ts';
export {
  type LightState,
  type Lipstick,
  neutralState,
  type OccluderKind,
  type OccluderState,
  type ShopperState,
} from './state.ts';
export type { Frame, Truth };

export interface Shopper {
  frame: Frame;
  truth: Truth;
  /** Fills `frame`, and `truth` when the state wants it. A change of tone costs 20 ms, one of light or place 100 ms. */
  render(state: ShopperState): void;
}

/**
 * Builds the shopper (about 0.6 s).
 * @throws RangeError when width or height is not a positive even number.
 */
export function buildShopper(options: { mesh: CanonicalMesh; widthPx: number; heightPx: number }): Shopper {
  const { widthPx, heightPx } = options;
  const mesh = { ...options.mesh, positions: portrayed(options.mesh.positions) };
  if (!(widthPx > 0 && heightPx > 0) || widthPx % 2 !== 0 || heightPx % 2 !== 0) {
    throw new RangeError(`The shopper needs an even frame size, not ${widthPx}×${heightPx}.`);
  }
  const figure = buildFigure(mesh);
  figure.shape(0, 0, 1);
  const lighting = buildLighting(figure);
  const pose = buildPose(figure, widthPx, heightPx);
  const raster = buildRaster({ widthPx, heightPx, triangleCount: figure.materials.length });
  const edges = buildEdges({ widthPx, heightPx });
  const occluder = buildOccluder({ widthPx, heightPx });
  const camera = buildCamera({ widthPx, heightPx });
  const truthKeeper = buildTruth({ widthPx, heightPx });
  const paint = paintSkin(mesh);
  const complexion = complexionOf(neutralState.tone);
  const scene: Scene = {
    figure,
    pose,
    lighting,
    complexion,
    illumination: illuminationOf(neutralState.light),
    skinMap: packSkin(paint, complexion),
    state: neutralState,
    planes: raster.planes,
    ink: new Int32Array(3 * widthPx),
  };
  const lip = buildLipShader(scene);
  const shaders: Shader[] = [];
  shaders[material.skin] = buildSkinShader(scene);
  shaders[material.neck] = buildNeckShader(scene);
  shaders[material.lowerLip] = lip.shade;
  shaders[material.upperLip] = lip.shade;
  shaders[material.eye] = buildEyeShader(scene);
  shaders[material.mouth] = buildMouthShader(scene);
  shaders[material.hair] = buildHairShader(scene);
  const picture = buildPicture({ widthPx, heightPx, shaders, ink: scene.ink });
  const backdrop = new Uint8Array(3 * widthPx * heightPx);
  let painted: ShopperState | undefined;

  /** Paints again what the last frame's tone, light or place no longer serves. */
  function prepare(state: ShopperState): void {
    scene.state = state;
    if (state.tone !== painted?.tone) {
      scene.complexion = complexionOf(state.tone);
      scene.skinMap = packSkin(paint, scene.complexion);
    }
    if (!painted || !sameScene(state, painted)) {
      scene.illumination = illuminationOf(state.light);
      paintBackdrop({ widthPx, heightPx, ...pose.place(state) }, scene.illumination, backdrop);
      camera.setBackdrop(backdrop);
    }
    painted = state;
  }

  return {
    frame: camera.frame,
    truth: truthKeeper.truth,
    render(state) {
      prepare(state);
      figure.shape(state.mouthOpen, state.smile, state.eyesOpen);
      pose.run(figure, state);
      lighting.run(pose, scene.illumination);
      raster.run(pose);
      edges.run(raster, pose);
      picture.run(raster, edges, backdrop);
      occluder.run(state, pose, raster, scene.illumination, picture.codes, backdrop);
      camera.run(picture.codes, occluder.box, state.noise, state.noiseSeed);
      if (state.wantTruth) truthKeeper.run(raster, edges, pose, scene.illumination, lip, occluder.coverage);
    },
  };
}

/** Whether wall and shoulders look the same in both. */
function sameScene(a: ShopperState, b: ShopperState): boolean {
  if (a.centreX !== b.centreX || a.centreY !== b.centreY || a.scale !== b.scale) return false;
  return (
    a.light.azimuthDeg === b.light.azimuthDeg &&
    a.light.elevationDeg === b.light.elevationDeg &&
    a.light.temperatureK === b.light.temperatureK &&
    a.light.strength === b.light.strength &&
    a.light.ambient === b.light.ambient
  );
}
