/** The printable chart as shapes on its page: rectangles and lines of text, for whoever writes a file of them. In mm of A5. */
import { hexOfLinear } from './colour.ts';
import { MARK_SIDE, PAGE, PATCH_SIDE, printedChart } from './printed-chart.ts';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
  /** #rrggbb */
  fill: string;
}

export interface TextLine {
  x: number;
  /** Of the line on which letters stand. */
  y: number;
  size: number;
  text: string;
}

export interface Shapes {
  rectangles: Rectangle[];
  lines: TextLine[];
}

const INK = '#000000';
const PAPER = '#ffffff';
/** Rings of a mark from outside in: share of its side, and whether it is ink. */
const RINGS = [
  [1, INK],
  [5 / 7, PAPER],
  [3 / 7, INK],
] as const;

const WORDS = [
  'Vermilion calibration chart. Print in colour at 100 %, on white matte paper, without "colour enhancement" or paper saving.',
  'Prints vary, and with them the calibration: a factory-made card of 24 patches is better (--card classic24).',
];

/** Rectangles in the order in which they are laid over each other; the first is the paper. */
export function chartShapes(): Shapes {
  const paper = { x: 0, y: 0, width: PAGE.widthMm, height: PAGE.heightMm, fill: PAPER };
  const marks = printedChart.corners.flatMap((centre) =>
    RINGS.map(([share, fill]) => square(centre, share * MARK_SIDE, fill)),
  );
  const patches = printedChart.patches.map(({ centre, colour }) =>
    square(centre, PATCH_SIDE, hexOfLinear(colour)),
  );
  const names = printedChart.patches.map(
    ({ name, centre }): TextLine => ({
      x: centre.x - PATCH_SIDE / 2,
      y: centre.y + PATCH_SIDE / 2 + 1.7,
      size: 1.5,
      text: name,
    }),
  );
  const words = WORDS.map((text, i): TextLine => ({ x: 31, y: 136 + 3.8 * i, size: 2.3, text }));
  return { rectangles: [paper, ...marks, ...patches], lines: [...names, ...words] };
}

function square(centre: { x: number; y: number }, side: number, fill: string): Rectangle {
  return { x: centre.x - side / 2, y: centre.y - side / 2, width: side, height: side, fill };
}
