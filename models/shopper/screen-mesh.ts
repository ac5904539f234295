/**
 * The posed figure as the rasterizer reads it, in pixels, and the rectangle it covers.
 */

/** Vertices and triangles in pixels. `depth` grows towards the camera. */
export interface ScreenMesh {
  x: Float32Array;
  y: Float32Array;
  depth: Float32Array;
  triangles: Uint16Array;
  materials: Uint8Array;
  /** Triangles from this one on are seen from both sides. */
  twoSidedFrom: number;
}

/** Pixel rectangle; right and bottom are exclusive. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Sets `box` to the even-edged rectangle around the mesh and a pixel more on every side, within the frame. */
export function surround(mesh: ScreenMesh, box: Box, widthPx: number, heightPx: number): void {
  let left = widthPx;
  let top = heightPx;
  let right = 0;
  let bottom = 0;
  for (let i = 0; i < mesh.x.length; i++) {
    if (mesh.x[i] < left) left = mesh.x[i];
    if (mesh.x[i] > right) right = mesh.x[i];
    if (mesh.y[i] < top) top = mesh.y[i];
    if (mesh.y[i] > bottom) bottom = mesh.y[i];
  }
  box.left = Math.min(widthPx, Math.max(0, Math.floor((left - 1) / 2) * 2));
  box.top = Math.min(heightPx, Math.max(0, Math.floor((top - 1) / 2) * 2));
  box.right = Math.max(box.left, Math.min(widthPx, Math.ceil((right + 1) / 2) * 2));
  box.bottom = Math.max(box.top, Math.min(heightPx, Math.ceil((bottom + 1) / 2) * 2));
}
