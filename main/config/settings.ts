/**
 * The one place where settings come in: defaults, then the few that HQ may set (hq-settings.ts), then `vermilion.json`, then
 * the environment, then flags. Flags and environment hold for the whole run; the others may change meanwhile.
 */
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CodedError } from '../contract/coded-error.ts';
import { complaintsOf, isAbsent, readJsonFile } from './json-file.ts';
import { type Settings, settingsSchema } from './settings-schema.ts';

export type { Settings } from './settings-schema.ts';

export type SettingsErrorCode = 'flags-not-understood' | 'settings-invalid';

const DEFAULT_FILE = 'vermilion.json';
const DEFAULT_DATA_FOLDER = 'data';
const PATH_KEYS = ['chromium', 'catalogue', 'counts'] as const;
const TRUTH_KEYS = ['kiosk', 'companion'] as const;
/** What one source gives, without the defaults: those come last, so that a key left out is left to the next source. */
export type GivenSettings = Partial<z.input<typeof settingsSchema>>;

/** Any of these settings, each optional and without its default. */
export function givenSchema(keys: readonly (keyof Settings)[]): z.ZodType<GivenSettings> {
  const { shape } = settingsSchema.unwrap();
  const fields = keys.map((key) => {
    const field: z.ZodType = shape[key];
    const bare = field instanceof z.ZodDefault || field instanceof z.ZodPrefault ? field.unwrap() : field;
    return [key, (bare as z.ZodType).optional()];
  });
  return z.strictObject(Object.fromEntries(fields)) as z.ZodType<GivenSettings>;
}

const fileSchema = givenSchema(Object.keys(settingsSchema.unwrap().shape) as (keyof Settings)[]);

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
 * `args` are the flags (--settings, --data, --port, --chromium, --catalogue, --locale, --kiosk, --companion, --hq,
 * --time-zone, --counts, --lan), `environment` may hold VERMILION_DATA, _PORT, _CHROMIUM, _CATALOGUE, _LOCALE, _KIOSK,
 * _COMPANION, _HQ, _HQ_CODE, _HQ_PHONES, _TIME_ZONE, _COUNTS and _LAN; `folder` is where the relative paths in both start.
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
export function readSettingsFile(path: string, mustExist: boolean): GivenSettings {
  if (!mustExist && isAbsent(path)) return {};
  const { faceBundle, ...settings } = absolute(readJsonFile('settings', path, fileSchema), dirname(path));
  if (faceBundle === undefined) return settings;
  return { ...settings, faceBundle: { ...faceBundle, path: resolve(dirname(path), faceBundle.path) } };
}

/** The settings that hold. Throws `settings-invalid` naming each wrong key of `given`. @param below which `given` wins over */
export function combineSettings(below: GivenSettings, given: Record<string, unknown>): Settings {
  const result = settingsSchema.safeParse({ ...below, ...given });
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

const FLAGS = [
  'settings',
  'data',
  'port',
  'chromium',
  'catalogue',
  'locale',
  'kiosk',
  'companion',
  'hq',
  'timeZone',
  'counts',
  'lan',
] as const;
/** What the settings call `timeZone` is typed `--time-zone`. */
const flagName = (key: string): string => key.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);

function readFlags(args: string[]): Partial<Record<(typeof FLAGS)[number], string>> {
  try {
    const options = Object.fromEntries(FLAGS.map((flag) => [flagName(flag), { type: 'string' as const }]));
    const { values } = parseArgs({ args, options });
    return Object.fromEntries(FLAGS.map((flag) => [flag, values[flagName(flag)]]));
  } catch (cause) {
    throw new CodedError<SettingsErrorCode>(
      'flags-not-understood',
      `${(cause as Error).message} The flags are ${FLAGS.map((flag) => `--${flagName(flag)}`).join(', ')}, each with a value.`,
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
    hq: environment.VERMILION_HQ,
    hqCode: environment.VERMILION_HQ_CODE,
    hqPhones: environment.VERMILION_HQ_PHONES,
    timeZone: environment.VERMILION_TIME_ZONE,
    counts: environment.VERMILION_COUNTS,
    lan: environment.VERMILION_LAN,
  };
}

/** Flags and environment say everything in text. What is no number or truth stays as it is, for the schema to refuse. */
function fromText(
  { hqCode, hqPhones, ...texts }: Record<string, string | undefined>,
  folder: string,
): Record<string, unknown> {
  const given: Record<string, unknown> = Object.fromEntries(Object.entries(texts).filter(([, text]) => text));
  if (/^\d+$/.test(texts.port ?? '')) given.port = Number(texts.port);
  for (const key of TRUTH_KEYS) {
    if (/^(true|false)$/.test(texts[key] ?? '')) given[key] = texts[key] === 'true';
  }
  if (texts.hq && texts.hq !== 'none' && texts.hq !== 'embedded') {
    const more = { ...(hqCode ? { code: hqCode } : {}), ...(hqPhones ? { phones: hqPhones } : {}) };
    given.hq = { address: texts.hq, ...more };
  }
  return absolute(given, folder);
}

function absolute<T extends Record<string, unknown>>(given: T, folder: string): T {
  const paths = PATH_KEYS.filter((key) => typeof given[key] === 'string');
  return { ...given, ...Object.fromEntries(paths.map((key) => [key, resolve(folder, String(given[key]))])) };
}

/** The file of a kind below the data folder. */
export const dataFile = (sources: SettingsSources, name: string): string => join(sources.dataFolder, name);
