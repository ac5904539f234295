/**
 * The one place where settings come in: defaults, then `vermilion.json`, then the environment, then flags. They are
 * read once at start, frozen and passed on.
 */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CodedError } from '../contract/coded-error.ts';
import { LOCALES } from '../contract/locales.ts';
import { complaintsOf, readJsonFile } from './json-file.ts';

export type SettingsErrorCode = 'flags-not-understood' | 'settings-invalid';

const DEFAULT_FILE = 'vermilion.json';
const PORT_RANGE = 'must be 0 or from 1024 to 65535';

const settingsSchema = z
  .strictObject({
    /** Port of the loopback server; 0 takes any free one. */
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
  })
  .readonly();

/** Frozen; all paths are absolute. */
export type Settings = z.infer<typeof settingsSchema>;

/** What one source gives, before the schema has seen it. */
type Given = Record<string, unknown>;

/**
 * `args` are the flags (--port, --chromium, --catalogue, --locale, --settings), `environment` may hold VERMILION_PORT,
 * VERMILION_CHROMIUM, VERMILION_CATALOGUE and VERMILION_LOCALE, `folder` is where the relative paths in both start;
 * those in the file start at the file. Throws `flags-not-understood`, `settings-invalid` or an error of readJsonFile.
 */
export function readSettings(args: string[], environment: NodeJS.ProcessEnv, folder: string): Settings {
  const { settings: file, ...flags } = readFlags(args);
  const result = settingsSchema.safeParse({
    ...readFile(file, folder),
    ...fromText(readEnvironment(environment), folder),
    ...fromText(flags, folder),
  });
  if (result.success) return result.data;
  throw new CodedError<SettingsErrorCode>(
    'settings-invalid',
    `The settings are refused. Correct:\n${complaintsOf(result.error)}`,
    result.error,
  );
}

function readFlags(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = { settings: text, port: text, chromium: text, catalogue: text, locale: text };
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new CodedError<SettingsErrorCode>(
      'flags-not-understood',
      `${(cause as Error).message} The flags are --port, --chromium, --catalogue, --locale and --settings <file>.`,
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
  };
}

function readFile(named: string | undefined, folder: string): Given {
  const path = resolve(folder, named ?? DEFAULT_FILE);
  if (named === undefined && !existsSync(path)) return {};
  const { faceBundle, ...settings } = absolute(readJsonFile('settings', path, settingsSchema), dirname(path));
  if (faceBundle === undefined) return settings;
  return { ...settings, faceBundle: { ...faceBundle, path: resolve(dirname(path), faceBundle.path) } };
}

/** Flags and environment say everything in text. What is no number stays as it is, for the schema to refuse. */
function fromText(texts: Record<string, string | undefined>, folder: string): Given {
  const given: Given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text));
  if (/^\d+$/.test(texts.port ?? '')) given.port = Number(texts.port);
  return absolute(given, folder);
}

function absolute<T extends Given>(given: T, folder: string): T {
  const paths = ['chromium', 'catalogue'].filter((key) => typeof given[key] === 'string');
  return { ...given, ...Object.fromEntries(paths.map((key) => [key, resolve(folder, String(given[key]))])) };
}
