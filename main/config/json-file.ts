/** Reads a JSON file that a person wrote and checks it by its schema: it is taken whole or refused with the place. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { CodedError } from '../contract/coded-error.ts';
import { brokenLine } from './json-position.ts';

export type FileErrorCode = 'file-unreadable' | 'file-not-json' | 'file-invalid';

/** More would scroll the first one away. */
const MAX_COMPLAINTS = 5;

/**
 * Throws `file-unreadable`, `file-not-json` (naming the line) or `file-invalid` (naming each key). `what` says in the
 * message which file it is: 'catalogue', 'settings'.
 */
export function readJsonFile<T>(what: string, path: string, schema: z.ZodType<T>): T {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw fileError(
      'file-unreadable',
      `The ${what} file ${path} cannot be read: check that it is there.`,
      cause,
    );
  }
  const line = brokenLine(text);
  if (line !== undefined) {
    throw fileError(
      'file-not-json',
      `The ${what} file ${path} is not JSON from line ${line} on: correct that line.`,
    );
  }
  const result = schema.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  const complaints = complaintsOf(result.error);
  throw fileError(
    'file-invalid',
    `The ${what} file ${path} is refused. Correct:\n${complaints}`,
    result.error,
  );
}

/** One line for each wrong key, such as `  shades[3].swatch: must be a colour such as #b3202c`. */
export function complaintsOf(error: z.ZodError): string {
  const lines = error.issues.map(({ path, message }) => `  ${keyOf(path) || 'the whole'}: ${message}`);
  const more = lines.length - MAX_COMPLAINTS;
  return [...lines.slice(0, MAX_COMPLAINTS), ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
}

function keyOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${String(key)}`))
    .join('');
}

function fileError(code: FileErrorCode, message: string, cause?: unknown): CodedError<FileErrorCode> {
  return new CodedError(code, message, cause);
}
