/**
 * What the shaders of one frame read: the posed, lit figure, the camera's light and the shopper's complexion. Filled by
 * the shopper before a picture is taken; shaders never write it.
 */
import type { Figure } from './figure.ts';
import type { Illumination } from './light.ts';
import type { Lighting } from './lighting.ts';
import type { Pose } from './pose.ts';
import type { SkinMap } from './skin-texels.ts';
import type { ShopperState } from './state.ts';
import type { Complexion } from './tones.ts';

export interface Scene {
  figure: Figure;
  pose: Pose;
  lighting: Lighting;
  illumination: Illumination;
  complexion: Complexion;
  skinMap: SkinMap;
  state: ShopperState;
  /** Where shaders write; room for one row of pixels. */
  ink: Int32Array;
  /** Barycentric planes per triangle, as the raster leaves them. */
  planes: Float32Array;
}

/**
 * Computes the linear colours of `count` neighbouring pixels that see one triangle, from picture position x, y (a pixel's
 * centre) to the right, and writes them to the scene's `ink`: red, green, blue per pixel in `lightSteps`. Must not allocate.
 */
export type Shader = (triangle: number, x: number, y: number, count: number) => void;
