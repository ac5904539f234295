/** How the quality run ends: its exit codes, and the closed list of what may go wrong. */
import { CodedError, hasSentence } from '../../main/contract/coded-error.ts';

/** `missed` with --strict only. */
export const EXIT = { ran: 0, missed: 1, cannotRun: 1, usage: 64 } as const;

/**
 * - `usage`: the command line asks for something that cannot be.
 * - `folder-missing`, `folder-empty`: there is nothing to judge where --photos or --clips points.
 * - `points-unreadable`: photos.json is no JSON, or not of the form that --help tells.
 * - `photo-unreadable`: one photo or its mask cannot be judged; the others are.
 * - `output-unwritable`: sheets or JSON cannot be written.
 */
export type QualityErrorCode =
  | 'usage'
  | 'folder-missing'
  | 'folder-empty'
  | 'points-unreadable'
  | 'photo-unreadable'
  | 'output-unwritable';

export const qualityError = (
  code: QualityErrorCode,
  message: string,
  cause?: unknown,
): CodedError<QualityErrorCode> => new CodedError(code, message, cause);

/** Prints a failure's sentence; anything without one is a mistake of ours and printed whole. @returns the exit code */
export function explain(error: unknown): number {
  console.error(hasSentence(error) ? error.message : error);
  return error instanceof CodedError && error.code === 'usage' ? EXIT.usage : EXIT.cannotRun;
}
