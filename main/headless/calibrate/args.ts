/** The command line of `npm run calibrate`: read, checked and explained. Nothing here touches a file. */
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import type { Card, Point } from '../../calibrate/card.ts';
import { classic24 } from '../../calibrate/classic24.ts';
import { printedChart } from '../../calibrate/printed-chart.ts';
import { calibrateError } from './errors.ts';

export const USAGE = `Teaches the mirror its camera and its light with a colour card, so that shades are shown as they are.

  npm run calibrate -- --chart <file>       writes the chart to print: .pdf, .svg or .png
  npm run calibrate                         looks at the chart through the mirror's camera and stores what it learns
  npm run calibrate -- --check              looks again and says whether the stored calibration still holds

  --paper <a5|a4>       size of the chart (default a5)
  --card <card>         chart (default), or classic24: the common factory-made card of 24 patches, which is better,
                        because prints vary
  --picture <file>      a photo that the mirror's camera took, instead of the camera
  --corners <8 numbers> where the card lies, in pixels, when it is not found: x,y of its upper left, upper right, lower
                        right and lower left mark; of a classic24, of the middles of its four corner patches
  --dry-run             shows the table and stores nothing
  --settings <file>     settings instead of vermilion.json
  --help

Hold the card where a face would be, facing the mirror, in the light that shoppers stand in, and stop the running mirror
if its camera is busy. Nothing is changed unless the calibration is good; a mirror that runs takes it over at once.

Ends with 0 when it is done, 2 when the card cannot be measured (it says why), 3 when the picture cannot be read, 4 when
--check finds that the calibration no longer holds, 64 when the command line is wrong, 1 when it cannot run.`;

const CARDS: Record<string, Card> = { chart: printedChart, classic24 };
const PAPERS = { a5: 210, a4: 297 } as const;
const CHART_KINDS = ['.pdf', '.svg', '.png'];

export interface Measuring {
  card: Card;
  picture: string | undefined;
  corners: Point[] | undefined;
}

export type Request = { settings: string | undefined } & (
  | { task: 'help' }
  | { task: 'chart'; file: string; widthMm: number }
  | ({ task: 'check' } & Measuring)
  | ({ task: 'calibrate'; isDry: boolean } & Measuring)
);

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  chart: text,
  paper: text,
  card: text,
  picture: text,
  corners: text,
  settings: text,
  check: flag,
  'dry-run': flag,
  help: { ...flag, short: 'h' },
} as const;

/** Throws `usage` with a sentence. Paths are left as they were given. */
export function readArguments(args: string[]): Request {
  const values = split(args);
  const { settings, picture, chart } = values;
  if (values.help) return { task: 'help', settings };
  const widthMm = readPaper(values.paper);
  if (chart !== undefined) {
    if (CHART_KINDS.includes(extname(chart).toLowerCase()))
      return { task: 'chart', settings, file: chart, widthMm };
    throw usage(`"${chart}" is no name for a chart: end it with ${CHART_KINDS.join(', ')}.`);
  }
  const measuring = { settings, picture, card: readCard(values.card), corners: readCorners(values.corners) };
  if (values.corners !== undefined && picture === undefined) {
    throw usage('--corners are places in a picture: name it with --picture <file>.');
  }
  if (values.check) return { task: 'check', ...measuring };
  return { task: 'calibrate', isDry: values['dry-run'] === true, ...measuring };
}

function split(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (cause) {
    throw usage((cause as Error).message, cause);
  }
}

function readPaper(given = 'a5'): number {
  const widthMm = PAPERS[given.toLowerCase() as keyof typeof PAPERS];
  if (widthMm === undefined) throw usage(`There is no paper "${given}": choose a5 or a4.`);
  return widthMm;
}

function readCard(given = 'chart'): Card {
  const card = CARDS[given];
  if (card === undefined)
    throw usage(`There is no card "${given}": choose one of ${Object.keys(CARDS).join(', ')}.`);
  return card;
}

function readCorners(given: string | undefined): Point[] | undefined {
  if (given === undefined) return undefined;
  const numbers = given
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  if (numbers.length !== 8 || !numbers.every(Number.isFinite)) {
    throw usage(`--corners takes eight numbers, x,y of four corners, not "${given}".`);
  }
  return [0, 2, 4, 6].map((at) => ({ x: numbers[at] as number, y: numbers[at + 1] as number }));
}

const usage = (sentence: string, cause?: unknown) =>
  calibrateError('usage', `${sentence}\n"npm run calibrate -- --help" explains everything.`, cause);
