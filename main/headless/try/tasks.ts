/** Which files are painted, and where the results of each go. Reads folders, writes nothing. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, parse, resolve, sep } from 'node:path';
import type { Arguments } from './args.ts';
import { tryError } from './errors.ts';

export interface Task {
  kind: 'picture' | 'clip';
  /** As the summary and the report call it. */
  name: string;
  input: string;
  /** Of a picture the .png, of a clip the .mp4. */
  out: string;
  /** Of a picture the .png, of a clip a folder. */
  mask: string | undefined;
}

export interface Plan {
  tasks: Task[];
  isFolder: boolean;
  /** Files of the folder that are neither pictures nor clips. */
  skipped: number;
  json: string | undefined;
}

const PICTURES = new Set('.jpg .jpeg .png .webp .tif .tiff .gif .avif .heic .heif .bmp'.split(' '));
const CLIPS = new Set(
  '.mp4 .m4v .mov .webm .mkv .avi .mpg .mpeg .mts .m2ts .ts .3gp .ogv .wmv .flv'.split(' '),
);
const RESULT = { picture: '.png', clip: '.mp4' } as const;

type Kind = Task['kind'];

/**
 * @param folder where relative paths start. Throws `usage` when results would clash with
 * inputs or each other, and `unreadable` when a folder holds nothing to paint.
 */
export function planTasks(wanted: Arguments, folder: string): Plan {
  const path = (given: string) => resolve(folder, given);
  const input = path(wanted.input);
  const json = wanted.json === undefined ? undefined : path(wanted.json);
  const plan = isDirectory(input)
    ? planFolder(wanted, input, path)
    : { tasks: [planFile(wanted, input, path)], isFolder: false, skipped: 0 };
  refuseClashes(plan.tasks, json);
  return { ...plan, json };
}

function planFolder({ out, mask }: Arguments, input: string, path: (given: string) => string) {
  for (const [flag, given] of Object.entries({ out, mask })) {
    if (given !== undefined && namesFile(path(given), given)) {
      throw tryError('usage', `The input is a folder, so --${flag} must be one too, not the file ${given}.`);
    }
  }
  for (const given of [out, ...(mask === undefined ? [] : [mask])]) {
    if (real(path(given)) === real(input)) {
      throw tryError('usage', `${given} is the input folder, which stays as it is: write elsewhere.`);
    }
  }
  const files = readdirSync(input).filter((name) => !name.startsWith('.') && !isDirectory(join(input, name)));
  const taken = files.filter((name) => isKnown(name)).sort();
  if (taken.length === 0) throw tryError('unreadable', `There is no photo and no clip in ${input}.`);
  const stems = stemsOf(taken);
  const tasks = taken.map((name, i): Task => {
    const kind = kindOf(name);
    const stem = stems[i] as string;
    const result = join(path(out), stem + RESULT[kind]);
    return {
      kind,
      name,
      input: join(input, name),
      out: result,
      mask: mask && maskIn(path(mask), stem, kind),
    };
  });
  return { tasks, isFolder: true, skipped: files.length - taken.length };
}

const maskIn = (folder: string, stem: string, kind: Kind): string =>
  join(folder, kind === 'clip' ? stem : `${stem}.png`);

/** File names without their endings; those that would meet (a.jpg, a.png) keep theirs. */
function stemsOf(names: readonly string[]): string[] {
  const key = (name: string) => `${kindOf(name)} ${parse(name).name.toLowerCase()}`;
  const count = new Map<string, number>();
  for (const name of names) count.set(key(name), (count.get(key(name)) ?? 0) + 1);
  return names.map((name) => (count.get(key(name)) === 1 ? parse(name).name : name));
}

function planFile({ out, mask }: Arguments, input: string, path: (given: string) => string): Task {
  const kind = kindOf(input);
  const stem = parse(input).name;
  const ending = RESULT[kind];
  const isFile = namesFile(path(out), out);
  if (isFile && extname(out).toLowerCase() !== ending) {
    throw tryError(
      'usage',
      `The result of a ${kind} is ${ending}: end --out in ${ending}, or name a folder.`,
    );
  }
  if (mask !== undefined && kind === 'clip' && namesFile(path(mask), mask)) {
    throw tryError('usage', `The mask of a clip is a folder of frames: name a folder, not ${mask}.`);
  }
  if (
    mask !== undefined &&
    kind === 'picture' &&
    namesFile(path(mask), mask) &&
    extname(mask).toLowerCase() !== '.png'
  ) {
    throw tryError('usage', `A mask is a .png: end --mask in .png, or name a folder.`);
  }
  const maskPath = mask === undefined ? undefined : path(mask);
  const isMaskWhole = mask === undefined || kind === 'clip' || namesFile(path(mask), mask);
  return {
    kind,
    name: basename(input),
    input,
    out: isFile ? path(out) : join(path(out), stem + ending),
    mask: maskPath && !isMaskWhole ? join(maskPath, `${stem}.png`) : maskPath,
  };
}

/** A picture's or clip's ending means a file, unless a folder of that name is there or it ends in a slash. */
function namesFile(path: string, given: string): boolean {
  if (given.endsWith('/') || given.endsWith(sep) || isDirectory(path)) return false;
  return isKnown(path);
}

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const isKnown = (name: string): boolean => PICTURES.has(ending(name)) || CLIPS.has(ending(name));
const kindOf = (name: string): Kind => (CLIPS.has(ending(name)) ? 'clip' : 'picture');
const ending = (name: string): string => extname(name).toLowerCase();

/** Where a clip's frames go when there is no ffmpeg to make an .mp4 of them. */
export const framesFolder = (out: string): string => out.slice(0, -RESULT.clip.length);

/** No result may land on an input or on another result. */
function refuseClashes(tasks: readonly Task[], json: string | undefined): void {
  const inputs = new Set(tasks.map(({ input }) => real(input)));
  const results = tasks.flatMap((task) => {
    const frames = task.kind === 'clip' ? [framesFolder(task.out)] : [];
    return [task.out, ...frames, ...(task.mask === undefined ? [] : [task.mask])];
  });
  const seen = new Set<string>();
  for (const result of [...results, ...(json === undefined ? [] : [json])].map(real)) {
    if (inputs.has(result))
      throw tryError('usage', `${result} is an input and stays as it is: write elsewhere.`);
    if (seen.has(result))
      throw tryError('usage', `Two results would be written to ${result}: give them apart.`);
    seen.add(result);
  }
}

/** The path with links resolved as far as it exists. */
function real(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const above = dirname(path);
  return above === path ? path : join(real(above), basename(path));
}
