/** A frame with a plain pair of lips in it, and landmarks that outline them: ground for the tests of the pure stages. */
import { innerLip, outerLip } from '../../models/topology/lips.ts';
import { yuvCoefficients } from '../../renderer/tryon/colour/yuv.ts';
import {
  emptyPlanes,
  layOutPlanes,
  type PlaneFormat,
  type Planes,
} from '../../renderer/tryon/frames/planes.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** A frame of one colour (sRGB 0..255). */
export function plainFrame(
  widthPx: number,
  heightPx: number,
  colour: Rgb,
  format: PlaneFormat = 'I420',
): Planes {
  const planes = emptyPlanes();
  layOutPlanes(planes, format, widthPx, heightPx);
  fillEllipse(planes, widthPx / 2, heightPx / 2, 2 * widthPx, 2 * heightPx, colour);
  return planes;
}

/** Fills an ellipse with one colour; chroma blocks whose first pixel lies inside are coloured whole. */
export function fillEllipse(
  planes: Planes,
  x: number,
  y: number,
  radiusX: number,
  radiusY: number,
  [r, g, b]: Rgb,
): void {
  const k = yuvCoefficients(planes.matrix, planes.fullRange);
  const luma = Math.round(k.yOffset + k.yR * r + k.yG * g + k.yB * b);
  const u = Math.round(128 + k.uR * r + k.uG * g + k.uB * b);
  const v = Math.round(128 + k.vR * r + k.vG * g + k.vB * b);
  const inside = (column: number, row: number): boolean =>
    ((column + 0.5 - x) / radiusX) ** 2 + ((row + 0.5 - y) / radiusY) ** 2 <= 1;
  for (let row = 0; row < planes.heightPx; row++) {
    for (let column = 0; column < planes.widthPx; column++) {
      if (!inside(column, row)) continue;
      planes.data[planes.yOffset + row * planes.yStride + column] = luma;
      if (row % 2 === 1 || column % 2 === 1) continue;
      const at = (row >> 1) * planes.chromaStride + (column >> 1) * planes.chromaStep;
      planes.data[planes.uOffset + at] = u;
      planes.data[planes.vOffset + at] = v;
    }
  }
}

export interface LipShape {
  x: number;
  y: number;
  /** Half width and half height of the outline, pixels. */
  radiusX: number;
  radiusY: number;
  /** Half height of the opening, pixels; 0 is a closed mouth. */
  openingPx?: number;
}

/** 478 landmarks, all at the lips' centre but the two rings, which lie on ellipses around it. */
export function lipLandmarks({ x, y, radiusX, radiusY, openingPx = 0 }: LipShape): Float32Array {
  const points = new Float32Array(478 * 3);
  for (let i = 0; i < 478; i++) {
    points[3 * i] = x;
    points[3 * i + 1] = y;
  }
  const place = (ring: readonly number[], rx: number, ry: number): void => {
    for (const [i, landmark] of ring.entries()) {
      const angle = Math.PI - (i / ring.length) * 2 * Math.PI;
      points[3 * landmark] = x + rx * Math.cos(angle);
      points[3 * landmark + 1] = y + ry * Math.sin(angle);
    }
  };
  place(outerLip, radiusX, radiusY);
  place(innerLip, radiusX * 0.8, openingPx);
  return points;
}

/** sRGB colour (0..255, fractional) of one pixel of a frame. */
export function colourAt(planes: Planes, column: number, row: number): Rgb {
  const k = yuvCoefficients(planes.matrix, planes.fullRange);
  const at = (row >> 1) * planes.chromaStride + (column >> 1) * planes.chromaStep;
  const u = (planes.data[planes.uOffset + at] as number) - 128;
  const v = (planes.data[planes.vOffset + at] as number) - 128;
  const y = k.yScale * ((planes.data[planes.yOffset + row * planes.yStride + column] as number) - k.yOffset);
  return [y + k.rV * v, y + k.gU * u + k.gV * v, y + k.bU * u];
}
