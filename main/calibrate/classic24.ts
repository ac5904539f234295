/** The common factory-made card of 24 patches, four rows of six. In units of a patch's pitch. */
import { type Card, gridCentres, PAPER_ALBEDO, patchName } from './card.ts';
import { type Lab, linearOfLabD50, type Triple } from './colour.ts';

/**
 * CIELAB under D50, 2° observer, as GretagMacbeth published it in 2005 for its 24-patch card; the copies of other makers
 * follow it within their tolerances.
 */
const LAB: readonly Lab[] = [
  [37.986, 13.555, 14.059],
  [65.711, 18.13, 17.81],
  [49.927, -4.88, -21.925],
  [43.139, -13.095, 21.905],
  [55.112, 8.844, -25.399],
  [70.719, -33.397, -0.199],
  [62.661, 36.067, 57.096],
  [40.02, 10.41, -45.964],
  [51.124, 48.239, 16.248],
  [30.325, 22.976, -21.587],
  [72.532, -23.709, 57.255],
  [71.941, 19.363, 67.857],
  [28.778, 14.179, -50.297],
  [55.261, -38.342, 31.37],
  [42.101, 53.378, 28.19],
  [81.733, 4.039, 79.819],
  [51.935, 49.986, -14.574],
  [51.038, -28.631, -28.638],
  [96.539, -0.425, 1.186],
  [81.257, -0.638, -0.335],
  [66.766, -0.734, -0.504],
  [50.867, -0.153, -0.27],
  [35.656, -0.421, -1.231],
  [20.461, -0.079, -0.973],
];

const COLUMNS = 6;
const ROWS = 4;
const centres = gridCentres(COLUMNS, ROWS, 1, { x: 0, y: 0 });

const relativeToPaper = ([red, green, blue]: Triple): Triple => [
  red / PAPER_ALBEDO,
  green / PAPER_ALBEDO,
  blue / PAPER_ALBEDO,
];

export const classic24: Card = {
  title: 'the 24-patch card',
  columns: COLUMNS,
  rows: ROWS,
  pitch: 1,
  sampleSide: 0.4,
  patches: centres.map((centre, i) => ({
    name: patchName(i, COLUMNS),
    colour: relativeToPaper(linearOfLabD50(LAB[i] as Lab)),
    centre,
  })),
  paper: [],
  paperSide: 0,
  corners: [
    { x: 0, y: 0 },
    { x: COLUMNS - 1, y: 0 },
    { x: COLUMNS - 1, y: ROWS - 1 },
    { x: 0, y: ROWS - 1 },
  ],
  foundBy: 'grid',
};
