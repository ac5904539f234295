/**
 * The held crop: the square of the frame that the landmarker sees. The landmarker thinks in picture coordinates, so
 * the crop stands still while the face is comfortable in it, and moves only when the face is about to leave.
 */

import { type Box, boxSidePx } from './points.ts';
import type { Region } from './sampler.ts';

/** Size of the face in its crop when the crop is laid, and the sizes between which the crop is left alone. */
const FACE_SHARE = 0.48;
const MIN_FACE_SHARE = 0.36;
const MAX_FACE_SHARE = 0.6;
/** Share of the crop's side by which the face may be off its centre. */
const MAX_OFFSET = 0.12;
/** The detector's box spans brows to chin; the mesh reaches up to the hairline. */
const MESH_OVER_DETECTION = 1.2;

function layAround(crop: Region, box: Box, facePx: number): void {
  const sidePx = Math.max(32, Math.round(facePx / FACE_SHARE));
  crop.widthPx = sidePx;
  crop.heightPx = sidePx;
  crop.xPx = Math.round((box.leftPx + box.rightPx - sidePx) / 2);
  crop.yPx = Math.round((box.topPx + box.bottomPx - sidePx) / 2);
}

/** Lays the crop around a detector's box. */
export const layCropOnDetection = (crop: Region, detection: Box): void =>
  layAround(crop, detection, boxSidePx(detection) * MESH_OVER_DETECTION);

/** Lays the crop around a mesh. */
export const layCropOnMesh = (crop: Region, mesh: Box): void => layAround(crop, mesh, boxSidePx(mesh));

/** Is the mesh still well inside the crop? */
export function isComfortable(crop: Region, mesh: Box): boolean {
  const share = boxSidePx(mesh) / crop.widthPx;
  const offsetX = (mesh.leftPx + mesh.rightPx) / 2 - (crop.xPx + crop.widthPx / 2);
  const offsetY = (mesh.topPx + mesh.bottomPx) / 2 - (crop.yPx + crop.heightPx / 2);
  const limit = MAX_OFFSET * crop.widthPx;
  return (
    share > MIN_FACE_SHARE && share < MAX_FACE_SHARE && Math.abs(offsetX) < limit && Math.abs(offsetY) < limit
  );
}
