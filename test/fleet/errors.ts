/** How the fleet simulator ends: its exit codes, and the closed list of what may go wrong. */
import { CodedError } from '../../main/contract/coded-error.ts';

export const EXIT = { kept: 0, broken: 1, usage: 64 } as const;

/**
 * - `usage`: the command line asks for something that cannot be.
 * - `not-enrolled`: HQ did not let every mirror in.
 * - `hq-ended`: the HQ that was started here went away by itself.
 */
export type FleetErrorCode = 'usage' | 'not-enrolled' | 'hq-ended';

export const fleetError = (code: FleetErrorCode, message: string, cause?: unknown) =>
  new CodedError<FleetErrorCode>(code, message, cause);

/** The exit code of a failure; its sentence is printed, and anything without one is a mistake of ours and printed whole. */
export function explain(error: unknown): number {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  return error instanceof CodedError && error.code === 'usage' ? EXIT.usage : EXIT.broken;
}
