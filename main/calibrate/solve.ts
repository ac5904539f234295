/**
 * What a camera shows of known colours in, its levels, tone and matrix out: regularised least squares of CIEDE2000, drawn
 * towards a camera that shows colours as they are, so that few or poor patches cannot lead far astray.
 */
import type { Calibration } from '../contract/calibration.ts';
import type { Patch, Point } from './card.ts';
import { ciede2000, differenceParts } from './ciede2000.ts';
import { type Lab, labOfLinear, type Triple } from './colour.ts';
import { minimise } from './linear-algebra.ts';

export interface Sample {
  patch: Patch;
  /** Linear camera values, the light's field taken off as far as it is known. */
  seen: Readonly<Triple>;
  /** −1…1 over the card. */
  place: Point;
}

interface SolveOptions {
  samples: readonly Sample[];
  /** Linear camera values of a white surface in the card's middle. */
  white: Readonly<Triple>;
  /** Whether that was read from paper beside every patch; else white and a gradient of the light are solved for as well. */
  isWhiteKnown: boolean;
}

type CameraModel = Required<Pick<Calibration, 'matrix' | 'levels' | 'tone'>>;

export interface Solution {
  model: CameraModel;
  /** CIEDE2000 of each sample after the correction. */
  deltaE: number[];
}

/** Unknowns: what is taken off as black (3), tone (1), the six free entries of the matrix, log white (3), gradient (2). */
const UNKNOWNS = 15;
/**
 * How far each unknown lies from its prior in cameras as they are, one deviation: flare of 2 % of white, a tone curve
 * within a factor of 1.3 of sRGB's, matrix entries within 0.6 of none.
 */
const SPREADS = { black: 0.02, tone: 0.25, matrix: 0.6, white: 0.15, gradient: 0.3, known: 1e-3 };
/** Weight of the priors against patches, which are each off by about 1.5 (print, metamerism). */
const PATCH_DEVIATION = 1.5;
/** From this difference on a patch counts less and less: dirt, glare, a bad print. */
const ROBUST = 4;

export function solveCamera({ samples, white, isWhiteKnown }: SolveOptions): Solution {
  const known = samples.map(({ patch }) => labOfLinear(patch.colour));
  const spreads = spreadsOf(isWhiteKnown);
  const unknowns = minimise((trial) => {
    const model = modelOf(trial, white);
    const errors = samples.flatMap((sample, i) => {
      const seen = labOfLinear(correct(model, flatten(sample, trial)));
      return robustParts(known[i] as Lab, seen);
    });
    return [...errors, ...trial.map((value, i) => (PATCH_DEVIATION * value) / (spreads[i] as number))];
  }, new Array(UNKNOWNS).fill(0));
  const model = modelOf(unknowns, white);
  const deltaE = samples.map((sample, i) =>
    ciede2000(known[i] as Lab, labOfLinear(correct(model, flatten(sample, unknowns)))),
  );
  return { model, deltaE };
}

function spreadsOf(isWhiteKnown: boolean): number[] {
  const { black, tone, matrix, white, gradient, known } = SPREADS;
  return [
    ...new Array(3).fill(black),
    tone,
    ...new Array(6).fill(matrix),
    ...new Array(3).fill(isWhiteKnown ? known : white),
    ...new Array(2).fill(isWhiteKnown ? known : gradient),
  ];
}

/** Rows of the matrix add up to 1, so a white stays a white: each diagonal is what its two neighbours leave. */
function modelOf(unknowns: readonly number[], paper: Readonly<Triple>): CameraModel {
  const u = unknowns as Triple & number[];
  const row = (i: number, a: number, b: number): Triple => {
    const entries: Triple = [a, b, b];
    const others = i === 0 ? [1, 2] : i === 1 ? [0, 2] : [0, 1];
    entries[others[0] as number] = a;
    entries[others[1] as number] = b;
    entries[i] = 1 - a - b;
    return entries;
  };
  const white = paper.map((value, c) => value * Math.exp(u[10 + c] as number)) as Triple;
  return {
    matrix: [
      row(0, u[4] as number, u[5] as number),
      row(1, u[6] as number, u[7] as number),
      row(2, u[8] as number, u[9] as number),
    ],
    levels: { black: white.map((value, c) => value * (u[c] as number)) as Triple, white },
    tone: Math.exp(u[3] as number),
  };
}

function flatten({ seen, place }: Sample, unknowns: readonly number[]): Triple {
  const field = Math.exp((unknowns[13] as number) * place.x + (unknowns[14] as number) * place.y);
  return [seen[0] / field, seen[1] / field, seen[2] / field];
}

/** Linear sRGB of the surface that the camera shows as `seen` in the light of the calibration. */
export function correct({ matrix, levels, tone }: CameraModel, seen: Readonly<Triple>): Triple {
  const shares = seen.map((value, c) => {
    const [black, white] = [levels.black[c] as number, levels.white[c] as number];
    const share = (value - black) / (white - black);
    return Math.sign(share) * Math.abs(share) ** (1 / tone);
  }) as Triple;
  return matrix.map((row) => row[0] * shares[0] + row[1] * shares[1] + row[2] * shares[2]) as Triple;
}

/** Lightness, chroma and hue; large differences are drawn in as a hyperbola does (pseudo-Huber). */
function robustParts(known: Lab, seen: Lab): number[] {
  const { lightness, chroma, hue } = differenceParts(known, seen);
  const size = Math.hypot(lightness, chroma, hue) / ROBUST;
  const share = size < 1e-3 ? 1 : Math.sqrt(2 * (Math.sqrt(1 + size * size) - 1)) / size;
  return [lightness * share, chroma * share, hue * share];
}
