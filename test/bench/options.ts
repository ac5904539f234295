/** The command line of `npm run bench`: read, checked and explained. Nothing here touches a file. */
import { parseArgs } from 'node:util';
import { benchError } from './errors.ts';

/** On the command line; the first is ours, the next are what it is held against, the last is ours with two faces. */
export const WAY_NAMES = ['ours', 'documented', 'face-mesh', 'companion'] as const;
export type WayName = (typeof WAY_NAMES)[number];
const DEFAULT_WAYS = 'ours,documented,face-mesh';

export const USAGE = `Measures the mirror beside the documented use of MediaPipe, in Chromium with a clip as its camera.

  npm run bench [-- options]

  --clip <file>     what the camera sees: any clip that ffmpeg reads, padded to 1280×720 (default: the synthetic shopper)
  --rounds <n>      rounds of all ways, taking turns, each in a fresh browser; medians are printed (default 5)
  --seconds <n>     seconds measured per way and round, after 2 s of settling (default 10)
  --ways <list>     of ${WAY_NAMES.join(',')} (default: ${DEFAULT_WAYS}).
                    With companion all of them see two shoppers, and a clip must show two faces
  --json <file>     also write the figures
  --micro-only      only the painter's cost and allocation, without a browser
  --help

Work is copyTo … write for ours, detection and drawing for theirs. Latency runs from the camera's capture of a frame to its
written picture. Dropped are the 33.3 ms steps that are missing in the camera's times of the painted frames. CPU is that of
all of Chromium's processes, the camera's included. Ratios are of medians over rounds.

The figures are worth nothing while others use the machine: load is printed with them. Ends with 0 when everything was
measured, whether or not the targets are met; 3 when the clip cannot be read, 64 when the command line is wrong, 1 when it
cannot run.`;

export interface Options {
  help: boolean;
  clip: string | undefined;
  rounds: number;
  seconds: number;
  ways: WayName[];
  json: string | undefined;
  microOnly: boolean;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  clip: text,
  rounds: text,
  seconds: text,
  ways: text,
  json: text,
  'micro-only': flag,
  help: { ...flag, short: 'h' },
} as const;

/** Throws `usage` with a sentence. Paths are left as they were given. */
export function readOptions(args: string[]): Options {
  const values = split(args);
  return {
    help: values.help ?? false,
    clip: values.clip,
    rounds: readCount('--rounds', values.rounds ?? '5'),
    seconds: readCount('--seconds', values.seconds ?? '10'),
    ways: readWays(values.ways ?? DEFAULT_WAYS),
    json: values.json,
    microOnly: values['micro-only'] ?? false,
  };
}

function split(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (cause) {
    throw usage((cause as Error).message, cause);
  }
}

/** A whole number from 1 up. */
export function readCount(name: string, given: string): number {
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw usage(`${name} must be a whole number from 1 to 9999, not "${given}".`);
}

function readWays(given: string): WayName[] {
  const names = given.split(',');
  for (const name of names) {
    if (!(WAY_NAMES as readonly string[]).includes(name)) {
      throw usage(`There is no way "${name}": choose from ${WAY_NAMES.join(', ')}.`);
    }
  }
  return WAY_NAMES.filter((name) => names.includes(name));
}

const usage = (sentence: string, cause?: unknown) =>
  benchError('usage', `${sentence}\n--help explains everything.`, cause);
