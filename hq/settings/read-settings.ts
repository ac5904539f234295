/** Reads HQ's settings from the file of its operator: taken whole, or refused with a sentence that names each wrong key. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { CodedError } from '../../main/contract/coded-error.ts';
import { type HqSettings, hqSettingsSchema } from './hq-settings.ts';

export type HqSettingsErrorCode = 'settings-unreadable' | 'settings-not-json' | 'settings-invalid';

/** More would scroll the first one away. */
const MAX_COMPLAINTS = 5;

/** Throws CodedError<HqSettingsErrorCode>. What stands in the file may be a secret, so no sentence repeats it. */
export function readHqSettings(path: string): HqSettings {
  const result = hqSettingsSchema.safeParse(parse(readText(path), path));
  if (result.success) return result.data;
  throw refusal(
    'settings-invalid',
    `HQ's settings ${path} are refused. Correct:\n${complaintsOf(result.error)}`,
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw refusal(
      'settings-unreadable',
      `HQ's settings ${path} cannot be read: check that the file is there.`,
      cause,
    );
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words would quote the file.
    throw refusal('settings-not-json', `HQ's settings ${path} are not JSON: correct the file.`);
  }
}

function complaintsOf({ issues }: z.ZodError): string {
  const lines = issues.flatMap(placesOf);
  const more = lines.length - MAX_COMPLAINTS;
  return [...lines.slice(0, MAX_COMPLAINTS), ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
}

/** Zod names unknown keys at the object that holds them; a person looks for the key. */
function placesOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== 'unrecognized_keys')
    return [`  ${issue.path.join('.') || 'the whole'}: ${issue.message}`];
  return issue.keys.map(
    (key) =>
      `  ${[...issue.path, key].join('.')}: is not a key that is known here; correct its spelling or remove it`,
  );
}

const refusal = (
  code: HqSettingsErrorCode,
  sentence: string,
  cause?: unknown,
): CodedError<HqSettingsErrorCode> => new CodedError(code, sentence, cause);
