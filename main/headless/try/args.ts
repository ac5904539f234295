/** The command line of `npm run try`: read, checked and explained. Nothing here touches a file. */
import { parseArgs } from 'node:util';
import { FINISHES, type Finish } from '../../contract/finishes.ts';
import { tryError } from './errors.ts';

export const USAGE = `Paints lips in photos and clips, with the same code as the live mirror.

  npm run try -- <photo|clip|folder> --shade <sku> --out <file|folder> [options]
  npm run try -- --list

  --shade <sku>         the shade to wear; --list prints them all
  --out <file|folder>   a .png for a photo, an .mp4 for a clip, or a folder: <stem>.png, <stem>.mp4.
                        Without ffmpeg a clip becomes a folder of numbered .png frames
  --finish <finish>     instead of the shade's own: ${FINISHES.join(', ')}
  --intensity <0..1>    0 is nothing, 1 one full coat (default 1)
  --mask <png|folder>   also write where lips are: 8-bit grey at the picture's size, 128 and more is lip.
                        A folder gets <stem>.png; a clip needs a folder and gets 000001.png, 000002.png …
  --json <file>         also write a list with one entry per input: size, faces (box, 478 landmarks [x, y, z] in
                        pixels, painted), timings in ms, exit code; clips carry these per frame
  --catalogue <file>    another catalogue of shades
  --settings <file>     settings instead of vermilion.json
  --list, --help

Photos: JPEG, PNG, WebP, TIFF, GIF, AVIF, turned upright as their EXIF says. Pixels without coverage are written exactly
as they were read, in their own bit depth, alpha and colour profile. Folders are read without their subfolders.

Ends with 0 when lips were painted, 2 when no face was found, 3 when the input cannot be read, 64 when the command line is
wrong, 1 when it cannot run (no Chromium, disk full). A folder ends with 0 when at least one file was painted, else with
the highest of its files' codes.`;

export interface Arguments {
  input: string;
  sku: string;
  out: string;
  finish: Finish | undefined;
  intensity: number;
  mask: string | undefined;
  json: string | undefined;
}

/** What is asked for. `sources` says where shades and settings come from. */
export type Request = { sources: { catalogue: string | undefined; settings: string | undefined } } & (
  | { task: 'help' }
  | { task: 'list' }
  | { task: 'paint'; wanted: Arguments }
);

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  shade: text,
  out: text,
  finish: text,
  intensity: text,
  mask: text,
  json: text,
  catalogue: text,
  settings: text,
  list: flag,
  help: { ...flag, short: 'h' },
} as const;

/** Throws `usage` with a sentence. Paths are left as they were given. */
export function readArguments(args: string[]): Request {
  const { values, positionals } = split(args);
  const { catalogue, settings } = values;
  const sources = { catalogue, settings };
  if (values.help) return { task: 'help', sources };
  if (values.list) return { task: 'list', sources };
  const [input, ...more] = positionals;
  if (input === undefined) throw usage('Name a photo, a clip or a folder.');
  if (more.length > 0)
    throw usage(`One input at a time: "${more[0]}" is too many. Put the files in a folder.`);
  if (!values.shade) throw usage('Name the shade with --shade <sku>; --list prints them all.');
  if (!values.out) throw usage('Say where the result goes with --out <file|folder>.');
  const { shade: sku, out, mask, json } = values;
  const finish = readFinish(values.finish);
  const intensity = readIntensity(values.intensity);
  return { task: 'paint', sources, wanted: { input, sku, out, finish, intensity, mask, json } };
}

function split(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw usage((cause as Error).message, cause);
  }
}

function readFinish(given: string | undefined): Finish | undefined {
  const finish = FINISHES.find((known) => known === given);
  if (given !== undefined && finish === undefined) {
    throw usage(`There is no finish "${given}": choose one of ${FINISHES.join(', ')}.`);
  }
  return finish;
}

function readIntensity(given = '1'): number {
  const intensity = given.trim() === '' ? Number.NaN : Number(given);
  if (!(intensity >= 0 && intensity <= 1)) {
    throw usage(`--intensity must be a number from 0 to 1, not "${given}".`);
  }
  return intensity;
}

const usage = (sentence: string, cause?: unknown) =>
  tryError('usage', `${sentence}\n"npm run try -- --help" explains everything.`, cause);
