/** The command line of `npm run quality`: read, checked and explained. Nothing here touches a file. */
import { parseArgs } from 'node:util';
import { EVERY_NTH_FRAME, MAX_FRAMES } from './clips.ts';
import { qualityError } from './errors.ts';

export const USAGE = `Judges the painted lips: on the synthetic shopper, who knows her own lips, and on photos with mouth points or masks.

  npm run quality [-- options]

  --quick             the short set of synthetic sweeps (about a minute) instead of the long one
  --skip-synthetic    photos and clips only
  --photos <folder>   photos to judge. Where lips are is read from a photos.json in the folder or beside it,
                        { "name.jpg": { "faces": [ { "outer": [[x, y] × 12], "inner": [[x, y] × 8] } ] } }
                        (points 49–68 of the 68-point scheme, pixels counted from 0), or from a mask of the photo's
                        size, name.mask.png or name_mask.png (lips white). Photos with neither go on the sheets only
  --clips <folder>    clips to look at: every ${EVERY_NTH_FRAME}th of the first ${MAX_FRAMES} frames at three finishes
  --sheets <folder>   where contact sheets go (default quality-sheets)
  --json <file>       the figures for a machine
  --strict            ends with 1 when a synthetic target is missed or a photo is worse than the plain polygon
  --help

Ends with 0 when it ran, 64 when the command line is wrong, 1 when it cannot run.`;

export interface Options {
  help: boolean;
  isQuick: boolean;
  hasSynthetic: boolean;
  isStrict: boolean;
  photos: string | undefined;
  clips: string | undefined;
  sheets: string;
  json: string | undefined;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  quick: flag,
  'skip-synthetic': flag,
  strict: flag,
  photos: text,
  clips: text,
  sheets: { ...text, default: 'quality-sheets' },
  json: text,
  help: { ...flag, short: 'h' },
} as const;

/** Throws `usage` with a sentence. */
export function readOptions(args: string[]): Options {
  const values = parse(args);
  for (const name of ['photos', 'clips', 'sheets', 'json'] as const) {
    if (values[name] === '') throw usage(`--${name} needs a path.`);
  }
  if (values['skip-synthetic'] && values.photos === undefined && values.clips === undefined && !values.help) {
    throw usage('With --skip-synthetic there is nothing left to judge: give --photos or --clips.');
  }
  return {
    help: values.help,
    isQuick: values.quick,
    hasSynthetic: !values['skip-synthetic'],
    isStrict: values.strict,
    photos: values.photos,
    clips: values.clips,
    sheets: values.sheets,
    json: values.json,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (cause) {
    throw usage((cause as Error).message, cause);
  }
}

const usage = (sentence: string, cause?: unknown) =>
  qualityError('usage', `${sentence}\n--help explains everything.`, cause);
