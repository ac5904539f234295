/** How the benchmark ends: its exit codes, and the closed list of what may go wrong. */
import { CodedError } from '../../main/contract/coded-error.ts';

export const EXIT = { measured: 0, cannotRun: 1, unreadable: 3, usage: 64 } as const;

/**
 * - `usage`: the command line asks for something that cannot be.
 * - `clip-unreadable`: the clip cannot be turned into a camera, also for want of ffmpeg.
 * - `nothing-painted`: a page painted no lips, so there is nothing to measure.
 */
export type BenchErrorCode = 'usage' | 'clip-unreadable' | 'nothing-painted';

export const benchError = (code: BenchErrorCode, message: string, cause?: unknown) =>
  new CodedError<BenchErrorCode>(code, message, cause);

/** The exit code of a failure; its sentence is printed, and anything without one is a mistake of ours and printed whole. */
export function explain(error: unknown): number {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  if (!(error instanceof CodedError)) return EXIT.cannotRun;
  if (error.code === 'usage') return EXIT.usage;
  return error.code === 'clip-unreadable' ? EXIT.unreadable : EXIT.cannotRun;
}
