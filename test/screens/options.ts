/** The command line of `npm run screens`: read, checked and explained. Nothing here touches a file. */
import { parseArgs } from 'node:util';
import { CodedError } from '../../main/contract/coded-error.ts';
import { LOCALES, type Locale } from '../../main/contract/locales.ts';
import { GLASSES, SCENES, type Scene } from './scenes.ts';

export const USAGE = `Photographs the mirror screen in every state, in both sizes and languages, on the synthetic shopper.

  npm run screens [-- options]

  --out <folder>    where the contact sheets go (default .cache/screens)
  --scene <name>    only this scene, and its screenshots in full size instead of a sheet; may be given again
  --glass <size>    only ${GLASSES.map(({ name }) => name).join(' or ')}, or any size such as 1280x800
  --locale <tag>    only ${LOCALES.join(' or ')}
  --list            prints the scenes
  --help`;

export interface Glass {
  name: string;
  width: number;
  height: number;
}

export interface Options {
  help: boolean;
  list: boolean;
  out: string;
  scenes: readonly Scene[];
  /** Scenes were named: their screenshots are wanted as they are. */
  isFullSize: boolean;
  glasses: readonly Glass[];
  locales: readonly Locale[];
}

export type ScreensErrorCode = 'usage';

const usage = (sentence: string, cause?: unknown) =>
  new CodedError<ScreensErrorCode>('usage', `${sentence}\n--help explains everything.`, cause);

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  out: { ...text, default: '.cache/screens' },
  scene: { ...text, multiple: true },
  glass: text,
  locale: text,
  list: flag,
  help: { ...flag, short: 'h' },
} as const;

/** Throws `usage` with a sentence. */
export function readOptions(args: string[]): Options {
  const values = split(args);
  return {
    help: values.help ?? false,
    list: values.list ?? false,
    out: values.out,
    scenes: values.scene?.map(readScene) ?? SCENES,
    isFullSize: values.scene !== undefined,
    glasses: values.glass === undefined ? GLASSES : [readGlass(values.glass)],
    locales: values.locale === undefined ? LOCALES : [readLocale(values.locale)],
  };
}

function split(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (cause) {
    throw usage((cause as Error).message, cause);
  }
}

function readScene(given: string): Scene {
  const scene = SCENES.find(({ name }) => name === given);
  if (scene === undefined) throw usage(`There is no scene "${given}": --list prints them all.`);
  return scene;
}

function readGlass(given: string): Glass {
  const [, width, height] = /^(\d{3,4})x(\d{3,4})$/.exec(given) ?? [];
  const glass = GLASSES.find(({ name }) => name === given);
  if (glass !== undefined) return glass;
  if (width === undefined) throw usage(`--glass must be a size such as 1280x800, not "${given}".`);
  return { name: given, width: Number(width), height: Number(height) };
}

function readLocale(given: string): Locale {
  const locale = LOCALES.find((tag) => tag === given);
  if (locale === undefined) throw usage(`--locale must be ${LOCALES.join(' or ')}, not "${given}".`);
  return locale;
}
