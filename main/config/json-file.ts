/** Reads a JSON file that a person wrote and checks it by its schema: it is taken whole or refused with the places. */
import { readFileSync, statSync } from 'node:fs';
import type { z } from 'zod';
import { CodedError } from '../contract/coded-error.ts';
import { type JsonText, type Path, parseJson } from './json-text.ts';

export type FileErrorCode = 'file-unreadable' | 'file-not-json' | 'file-invalid';

/** More would scroll the first one away. */
const MAX_COMPLAINTS = 5;
/** A thousand times the sample catalogue: whatever is larger was named by mistake. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Throws `file-unreadable`, `file-not-json` (naming the line) or `file-invalid` (naming line and key of each mistake).
 * `what` says in the message which file it is: 'catalogue', 'settings'.
 */
export function readJsonFile<T>(what: string, path: string, schema: z.ZodType<T>): T {
  const name = `The ${what} file ${path}`;
  const json = parseJson(readText(name, path));
  if ('brokenLine' in json) {
    throw fileError(
      'file-not-json',
      `${name} is not JSON from line ${json.brokenLine} on: correct that line.`,
    );
  }
  if ('twice' in json) {
    const complaint = `  line ${json.line}, ${keyOf(json.twice)}: stands there twice; remove one`;
    throw fileError('file-invalid', `${name} is refused. Correct:\n${complaint}`);
  }
  const result = schema.safeParse(json.value);
  if (result.success) return result.data;
  throw fileError(
    'file-invalid',
    `${name} is refused. Correct:\n${complaintsOf(result.error, json)}`,
    result.error,
  );
}

function readText(name: string, path: string): string {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw fileError('file-unreadable', `${name} is not a file: name the file itself.`);
    if (stat.size > MAX_BYTES) {
      throw fileError('file-unreadable', `${name} is larger than 16 MiB: name the right file.`);
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    if (cause instanceof TypeError) {
      throw fileError('file-unreadable', `${name} is not text in UTF-8: save it as UTF-8.`, cause);
    }
    throw fileError('file-unreadable', `${name} cannot be read: check that it is there.`, cause);
  }
}

/** A file that is there and cannot be looked at is not absent: reading it says why. */
export function isAbsent(path: string): boolean {
  try {
    statSync(path);
    return false;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

/** One line for each wrong key, such as `  line 34, shades[3].swatch: must be a colour such as #b3202c`. */
export function complaintsOf(error: z.ZodError, json?: Extract<JsonText, { value: unknown }>): string {
  const lines = error.issues.flatMap(placesOf).map(({ path, message }) => {
    const line = json === undefined ? '' : `line ${json.lineOf(path)}, `;
    return `  ${line}${keyOf(path) || 'the whole'}: ${message}`;
  });
  const more = lines.length - MAX_COMPLAINTS;
  return [...lines.slice(0, MAX_COMPLAINTS), ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
}

/** Zod names unknown keys at the object that holds them; a person looks for the key. */
function placesOf(issue: z.core.$ZodIssue): { path: Path; message: string }[] {
  const path = issue.path as Path;
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...path, key],
    message: 'is not a key that is known here; correct its spelling or remove it',
  }));
}

function keyOf(path: Path): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${key}`)).join('');
}

function fileError(code: FileErrorCode, message: string, cause?: unknown): CodedError<FileErrorCode> {
  return new CodedError(code, message, cause);
}
