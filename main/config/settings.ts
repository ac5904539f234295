/**
 * The one place where settings come in: defaults, then `vermilion.json`, then the environment, then flags. Flags and
 * environment hold for the whole run; the file may change meanwhile.
 */
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CodedError } from '../contract/coded-error.ts';
import { LOCALES } from '../contract/locales.ts';
import { cameraSettingsSchema } from '../contract/page-settings.ts';
import { complaintsOf, isAbsent, readJsonFile } from './json-file.ts';

export type SettingsErrorCode = 'flags-not-understood' | 'settings-invalid';

const DEFAULT_FILE = 'vermilion.json';
const DEFAULT_DATA_FOLDER = 'data';
const PORT_RANGE = 'must be 0 or from 1024 to 65535';
const PATH_KEYS = ['chromium', 'catalogue'] as const;
const TRUTH_KEYS = ['kiosk', 'companion'] as const;

const settingsSchema = z
  .strictObject({
    /** Port on loopback, of the headless shell's server and of `/metrics`; 0 takes any free one. */
    port: z
      .int(PORT_RANGE)
      .refine((port) => port === 0 || (port >= 1024 && port <= 65_535), PORT_RANGE)
      .default(4460),
    /** The Chromium to use; looked for when left out. */
    chromium: z.string().min(1).optional(),
    /** The brand's catalogue; the sample when left out. */
    catalogue: z.string().min(1).optional(),
    /** An official face landmark bundle instead of the one built here. */
    faceBundle: z
      .strictObject({
        path: z.string().min(1),
        sha256: z.string().regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits'),
      })
      .readonly()
      .optional(),
    /** Language of the window. */
    locale: z.enum(LOCALES).default(LOCALES[0]),
    /** The window fills the screen, without a frame or a way out but the keyboard's. */
    kiosk: z.boolean().default(true),
    camera: cameraSettingsSchema.readonly().prefault({}),
    /** The person beside the shopper wears a shade of her own. */
    companion: z.boolean().default(false),
  })
  .readonly();

/** Frozen; all paths are absolute. */
export type Settings = z.infer<typeof settingsSchema>;
type Given = Partial<z.input<typeof settingsSchema>>;

const fileSchema: z.ZodType<Given> = settingsSchema.unwrap().partial() as z.ZodType<Given>;

/** Where settings come from in this run. */
export interface SettingsSources {
  /** Absolute; need not exist unless it was named. */
  file: string;
  isFileNamed: boolean;
  /** Where logs, last good files and all that must survive a restart are kept. Absolute. */
  dataFolder: string;
  /** From environment and flags: wins over the file. */
  given: Record<string, unknown>;
}

/**
 * `args` are the flags (--settings, --data, --port, --chromium, --catalogue, --locale, --kiosk, --companion), `environment`
 * may hold VERMILION_DATA, _PORT, _CHROMIUM, _CATALOGUE, _LOCALE, _KIOSK and _COMPANION; `folder` is where the relative
 * paths in both start.
 * Throws `flags-not-understood`, or `settings-invalid` naming the key.
 */
export function findSettings(
  args: string[],
  environment: NodeJS.ProcessEnv,
  folder: string,
): SettingsSources {
  const { settings: file, data, ...flags } = readFlags(args);
  const given = {
    ...fromText(readEnvironment(environment), folder),
    ...fromText(flags, folder),
  };
  combineSettings({}, given);
  return {
    file: resolve(folder, file ?? DEFAULT_FILE),
    isFileNamed: file !== undefined,
    dataFolder: resolve(folder, data ?? environment.VERMILION_DATA ?? DEFAULT_DATA_FOLDER),
    given,
  };
}

/** What the file gives. Paths in it start at the file. Throws an error of readJsonFile. */
export function readSettingsFile(path: string, mustExist: boolean): Given {
  if (!mustExist && isAbsent(path)) return {};
  const { faceBundle, ...settings } = absolute(readJsonFile('settings', path, fileSchema), dirname(path));
  if (faceBundle === undefined) return settings;
  return { ...settings, faceBundle: { ...faceBundle, path: resolve(dirname(path), faceBundle.path) } };
}

/** The settings that hold. Throws `settings-invalid` naming each wrong key of `given`. */
export function combineSettings(fromFile: Given, given: Record<string, unknown>): Settings {
  const result = settingsSchema.safeParse({ ...fromFile, ...given });
  if (result.success) return result.data;
  throw new CodedError<SettingsErrorCode>(
    'settings-invalid',
    `The settings are refused. Correct:\n${complaintsOf(result.error)}`,
    result.error,
  );
}

/** All in one, for tools that read the settings once. Throws what the three above throw. */
export function readSettings(args: string[], environment: NodeJS.ProcessEnv, folder: string): Settings {
  const { file, isFileNamed, given } = findSettings(args, environment, folder);
  return combineSettings(readSettingsFile(file, isFileNamed), given);
}

const FLAGS = ['settings', 'data', 'port', 'chromium', 'catalogue', 'locale', 'kiosk', 'companion'] as const;

function readFlags(args: string[]): Partial<Record<(typeof FLAGS)[number], string>> {
  try {
    const options = Object.fromEntries(FLAGS.map((flag) => [flag, { type: 'string' as const }]));
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new CodedError<SettingsErrorCode>(
      'flags-not-understood',
      `${(cause as Error).message} The flags are ${FLAGS.map((flag) => `--${flag}`).join(', ')}, each with a value.`,
      cause,
    );
  }
}

function readEnvironment(environment: NodeJS.ProcessEnv) {
  return {
    port: environment.VERMILION_PORT,
    chromium: environment.VERMILION_CHROMIUM,
    catalogue: environment.VERMILION_CATALOGUE,
    locale: environment.VERMILION_LOCALE,
    kiosk: environment.VERMILION_KIOSK,
    companion: environment.VERMILION_COMPANION,
  };
}

/** Flags and environment say everything in text. What is no number or truth stays as it is, for the schema to refuse. */
function fromText(texts: Record<string, string | undefined>, folder: string): Record<string, unknown> {
  const given: Record<string, unknown> = Object.fromEntries(Object.entries(texts).filter(([, text]) => text));
  if (/^\d+$/.test(texts.port ?? '')) given.port = Number(texts.port);
  for (const key of TRUTH_KEYS) {
    if (/^(true|false)$/.test(texts[key] ?? '')) given[key] = texts[key] === 'true';
  }
  return absolute(given, folder);
}

function absolute<T extends Record<string, unknown>>(given: T, folder: string): T {
  const paths = PATH_KEYS.filter((key) => typeof given[key] === 'string');
  return { ...given, ...Object.fromEntries(paths.map((key) => [key, resolve(folder, String(given[key]))])) };
}

/** The file of a kind below the data folder. */
export const dataFile = (sources: SettingsSources, name: string): string => join(sources.dataFolder, name);
