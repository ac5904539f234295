/** A frame as a camera delivers it that is mounted on its side or upside down: the upright frame turned back. */
import type { Rotation } from '../../main/contract/camera.ts';
import { emptyPlanes, layOutPlanes, type Planes } from '../../renderer/tryon/frames/planes.ts';

/** Place of an upright pixel, or of a point in its continuous coordinates, in a frame turned by as much. */
export function turnBack(
  rotation: Rotation,
  widthPx: number,
  heightPx: number,
  x: number,
  y: number,
): [number, number] {
  if (rotation === 90) return [y, widthPx - x];
  if (rotation === 180) return [widthPx - x, heightPx - y];
  return rotation === 270 ? [heightPx - y, x] : [x, y];
}

function turnPlane(
  rotation: Rotation,
  widthPx: number,
  heightPx: number,
  read: (x: number, y: number) => number,
  write: (x: number, y: number, value: number) => void,
): void {
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      // Through the pixel's centre, which turns onto a pixel's centre.
      const [column, row] = turnBack(rotation, widthPx, heightPx, x + 0.5, y + 0.5);
      write(column - 0.5, row - 0.5, read(x, y));
    }
  }
}

/** @param upright of even size */
export function turnedPlanes(upright: Planes, rotation: Rotation): Planes {
  const { widthPx, heightPx, data } = upright;
  const turned = emptyPlanes();
  const isSideways = rotation === 90 || rotation === 270;
  layOutPlanes(turned, upright.format, isSideways ? heightPx : widthPx, isSideways ? widthPx : heightPx);
  turned.matrix = upright.matrix;
  turned.fullRange = upright.fullRange;
  turned.rotation = rotation;
  const at = (planes: Planes, start: number, x: number, y: number): number =>
    start + y * planes.chromaStride + x * planes.chromaStep;
  turnPlane(
    rotation,
    widthPx,
    heightPx,
    (x, y) => data[upright.yOffset + y * upright.yStride + x] as number,
    (x, y, value) => {
      turned.data[turned.yOffset + y * turned.yStride + x] = value;
    },
  );
  for (const plane of ['uOffset', 'vOffset'] as const) {
    turnPlane(
      rotation,
      widthPx / 2,
      heightPx / 2,
      (x, y) => data[at(upright, upright[plane], x, y)] as number,
      (x, y, value) => {
        turned.data[at(turned, turned[plane], x, y)] = value;
      },
    );
  }
  return turned;
}

/** Landmarks (x, y, z) of the upright frame in the turned one. */
export function turnedPoints(
  points: Float32Array,
  rotation: Rotation,
  widthPx: number,
  heightPx: number,
): Float32Array {
  const turned = points.slice();
  for (let i = 0; i < points.length; i += 3) {
    const [x, y] = turnBack(rotation, widthPx, heightPx, points[i] as number, points[i + 1] as number);
    turned[i] = x;
    turned[i + 1] = y;
  }
  return turned;
}
