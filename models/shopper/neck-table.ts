/**
 * The shopper's skull, neck and upper chest as rows of points that continue the face's outline. Data, in the canonical
 * mesh's centimetres, shaped by hand on the average adult proportions of that mesh.
 */

/** x, y, z and how much the point follows the head (1) or stays with the shoulders (0). */
export type NeckPoint = readonly [number, number, number, number];

/**
 * For some points of the face's outline, counted from the forehead's top (0) to the chin (18) on the picture's right:
 * where the surface goes on, row by row, over the skull and down the neck to the neckline.
 */
export const neckColumns: readonly { outlineIndex: number; rows: readonly NeckPoint[] }[] = [
  {
    outlineIndex: 0,
    rows: [
      [0, 10.6, 3.0, 1],
      [0, 12.3, -1.5, 1],
      [0, 11.0, -9.0, 1],
      [0, 3.0, -13.0, 1],
      [0, -6.0, -10.5, 0.8],
      [0, -12.5, -10.5, 0],
    ],
  },
  {
    outlineIndex: 4,
    rows: [
      [6.9, 8.0, -1.0, 1],
      [6.6, 9.0, -4.5, 1],
      [5.5, 6.5, -9.5, 1],
      [4.6, 0.0, -11.5, 1],
      [4.2, -7.0, -9.8, 0.7],
      [6.0, -12.9, -9.0, 0],
    ],
  },
  {
    outlineIndex: 8,
    rows: [
      [7.7, 0.3, -4.5, 1],
      [7.4, -1.0, -6.5, 1],
      [6.7, -3.0, -8.2, 1],
      [5.8, -6.5, -8.0, 0.75],
      [5.5, -11.0, -7.3, 0.2],
      [8.2, -13.6, -6.5, 0],
    ],
  },
  {
    outlineIndex: 11,
    rows: [
      [6.5, -5.6, -3.2, 1],
      [6.0, -6.8, -4.4, 0.95],
      [5.6, -8.6, -4.9, 0.7],
      [5.4, -11.0, -5.0, 0.35],
      [5.9, -13.2, -4.6, 0.05],
      [8.6, -14.6, -3.6, 0],
    ],
  },
  {
    outlineIndex: 14,
    rows: [
      [3.9, -8.5, 0.6, 1],
      [3.8, -9.0, -0.8, 0.95],
      [3.9, -10.2, -1.6, 0.7],
      [4.0, -12.2, -1.9, 0.3],
      [4.6, -14.6, -1.2, 0],
      [6.2, -16.4, 0.6, 0],
    ],
  },
  {
    outlineIndex: 18,
    rows: [
      [0, -10.0, 3.0, 1],
      [0, -10.1, 1.2, 0.97],
      [0, -10.9, 0.0, 0.7],
      [0, -13.2, -0.3, 0.3],
      [0, -16.0, 0.6, 0],
      [0, -18.0, 1.8, 0],
    ],
  },
];
