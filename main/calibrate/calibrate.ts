/** A measured card in, the calibration of this camera in this light out, with the table that shows how good it is. */
import { type Calibration, calibrationSchema } from '../contract/calibration.ts';
import { ciede2000 } from './ciede2000.ts';
import { hexOfLinear, labOfLinear, type Triple } from './colour.ts';
import { fault } from './faults.ts';
import type { Measurement } from './measure.ts';
import { brightness } from './readings.ts';
import { correct, type Sample, solveCamera } from './solve.ts';

/** One patch, its CIEDE2000 as the camera shows it (brightness matched) and as corrected. */
export interface PatchRow {
  name: string;
  /** #rrggbb that the card has there, and that the camera shows once it is corrected. */
  known: string;
  corrected: string;
  before: number;
  after: number;
}

export interface Table {
  rows: PatchRow[];
  meanBefore: number;
  maxBefore: number;
  mean: number;
  max: number;
}

/** One patch so far off, while the others fit, is dirty, covered or in a reflection. */
const MAX_PATCH_OFF = 12;
const OTHERS_FIT = 5;
/** Beyond, the mirror would rather not be calibrated at all. */
const MAX_MEAN = 6;
/** Places after the point: settings are read by people. */
const DECIMALS = 5;

export function calibrate(measurement: Measurement, now: Date): { calibration: Calibration; table: Table } {
  const { model } = solveCamera(measurement);
  const { matrix, levels, tone } = model;
  const unsure = {
    matrix: matrix.map((row) => row.map(round)),
    levels: { black: levels.black.map(round), white: levels.white.map(round) },
    tone: round(tone),
    meanDeltaE: 0,
    at: now.toISOString(),
  };
  const parsed = calibrationSchema.safeParse(unsure);
  if (!parsed.success) throw poorFit();
  const table = tabulate(measurement, parsed.data, 1);
  refuseMisfit(table);
  return { calibration: { ...parsed.data, meanDeltaE: Math.round(100 * table.mean) / 100 }, table };
}

/** How a calibration that is in use fits what is measured now; nothing is solved or changed. */
export function checkCalibration(
  measurement: Measurement,
  calibration: Calibration,
): { table: Table; brightnessRatio: number } {
  const brightnessRatio = brightness(measurement.white) / brightness(calibration.levels.white);
  // The try-on follows the light's strength by itself; its colour and the camera's are what has to hold.
  return { table: tabulate(measurement, calibration, brightnessRatio), brightnessRatio };
}

function tabulate({ samples, white }: Measurement, calibration: Calibration, brightnessRatio: number): Table {
  const { matrix, levels, tone = 1 } = calibration;
  const rows = samples.map(({ patch, seen }: Sample): PatchRow => {
    const known = labOfLinear(patch.colour);
    const scaled = (divisor: number) => seen.map((value) => value / divisor) as Triple;
    const corrected = correct({ matrix, levels, tone }, scaled(brightnessRatio));
    return {
      name: patch.name,
      known: hexOfLinear(patch.colour),
      corrected: hexOfLinear(corrected),
      before: ciede2000(known, labOfLinear(scaled(brightness(white)))),
      after: ciede2000(known, labOfLinear(corrected)),
    };
  });
  const [before, after] = [rows.map((row) => row.before), rows.map((row) => row.after)];
  return {
    rows,
    meanBefore: meanOf(before),
    maxBefore: Math.max(...before),
    mean: meanOf(after),
    max: Math.max(...after),
  };
}

function refuseMisfit({ rows, mean }: Table): void {
  const sorted = [...rows].sort((a, b) => b.after - a.after);
  const [worst] = sorted as [PatchRow];
  const middle = sorted[Math.floor(sorted.length / 2)] as PatchRow;
  if (worst.after > MAX_PATCH_OFF && middle.after < OTHERS_FIT) {
    throw fault(
      'patch-off',
      `Patch ${worst.name} does not fit the others: wipe it, keep fingers and reflections off it, or print the chart anew.`,
    );
  }
  if (mean > MAX_MEAN) throw poorFit();
}

const poorFit = () =>
  fault(
    'poor-fit',
    'The colours seen cannot be brought to those of the card: print the chart anew on white matte paper, or use a factory-made card of 24 patches (--card classic24), in the light that shoppers stand in.',
  );

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const round = (value: number): number => Math.round(value * 10 ** DECIMALS) / 10 ** DECIMALS;
