/**
 * One camera frame as luma and chroma planes in a buffer that we own.
 * Filled by the frame reader, sampled by the landmark stage, painted in place, handed to the frame writer.
 */
import type { Rotation } from '../../../main/contract/camera.ts';

export type YuvMatrix = 'bt709' | 'bt601';
export type PlaneFormat = 'I420' | 'NV12';

/** 4:2:0 planes: luma per pixel, one U and V per 2×2 block. Offsets and strides in bytes. */
export interface Planes {
  data: Uint8Array<ArrayBuffer>;
  format: PlaneFormat;
  widthPx: number;
  heightPx: number;
  yOffset: number;
  yStride: number;
  uOffset: number;
  vOffset: number;
  chromaStride: number;
  /** Bytes between neighbouring chroma samples: 1 in I420, 2 in NV12. */
  chromaStep: 1 | 2;
  matrix: YuvMatrix;
  fullRange: boolean;
  /** Clockwise turn that puts the picture upright. The planes are never turned: the face lies in them as the camera has it. */
  rotation: Rotation;
}

export const emptyPlanes = (): Planes => ({
  data: new Uint8Array(0),
  format: 'I420',
  widthPx: 0,
  heightPx: 0,
  yOffset: 0,
  yStride: 0,
  uOffset: 0,
  vOffset: 0,
  chromaStride: 0,
  chromaStep: 1,
  matrix: 'bt709',
  fullRange: false,
  rotation: 0,
});

/** Bytes of a tightly packed frame; odd sizes round their chroma up. */
export const planesBytes = (widthPx: number, heightPx: number): number =>
  widthPx * heightPx + 2 * ((widthPx + 1) >> 1) * ((heightPx + 1) >> 1);

/**
 * Lays `planes` out tightly for a frame of this size, reusing its buffer when it is the right length.
 * Strides of the source do not matter: `VideoFrame.copyTo` is asked for this layout.
 */
export function layOutPlanes(planes: Planes, format: PlaneFormat, widthPx: number, heightPx: number): void {
  const bytes = planesBytes(widthPx, heightPx);
  if (planes.data.length !== bytes) planes.data = new Uint8Array(bytes);
  const chromaWidth = (widthPx + 1) >> 1;
  const chromaBytes = chromaWidth * ((heightPx + 1) >> 1);
  const interleaved = format === 'NV12';
  planes.format = format;
  planes.widthPx = widthPx;
  planes.heightPx = heightPx;
  planes.yOffset = 0;
  planes.yStride = widthPx;
  planes.uOffset = widthPx * heightPx;
  planes.vOffset = interleaved ? planes.uOffset + 1 : planes.uOffset + chromaBytes;
  planes.chromaStride = interleaved ? 2 * chromaWidth : chromaWidth;
  planes.chromaStep = interleaved ? 2 : 1;
}
