/** How `npm run try` ends: its exit codes, and the closed list of what may go wrong. */
import { CodedError } from '../../contract/coded-error.ts';

/** In a folder: `painted` when at least one was painted, else the highest of the files' codes. */
export const EXIT = { painted: 0, cannotRun: 1, noFace: 2, unreadable: 3, usage: 64 } as const;

/**
 * - `usage`: the command line asks for something that cannot be; nothing was done.
 * - `unreadable`: one input cannot be read; others may.
 * - `painting-failed`: the page gave up on one input; a fresh page may take the next.
 * - `output-unwritable`: disk full or no right to write: nothing more can be done.
 * - `encoder-failed`: ffmpeg gave up writing the clip.
 */
export type TryErrorCode =
  | 'usage'
  | 'unreadable'
  | 'painting-failed'
  | 'output-unwritable'
  | 'encoder-failed';

export const tryError = (code: TryErrorCode, message: string, cause?: unknown): CodedError<TryErrorCode> =>
  new CodedError(code, message, cause);

export const isTryError = (error: unknown, code: TryErrorCode): error is CodedError<TryErrorCode> =>
  error instanceof CodedError && error.code === code;
