/** What the writing process is told, and where it may be made to die by its own hand, to the instruction. */

/**
 * - `in-migration`: after a step of the schema was executed, before its transaction is committed.
 * - `before-begin`: about to append; nothing has begun.
 * - `in-transaction`: inserted, not committed.
 * - `after-commit`: committed, not yet said.
 * - `after-send`: HQ has a batch, its answer is not noted.
 * - `before-ack-commit`: the answer is noted in a transaction that is not committed.
 */
export type Breakpoint =
  | 'in-migration'
  | 'before-begin'
  | 'in-transaction'
  | 'after-commit'
  | 'after-send'
  | 'before-ack-commit';

/** How the process ends when another one has the store. */
export const REFUSED = 3;

export interface WriterOptions {
  /** Of the database. */
  path: string;
  seed: number;
  /** Where to die, and at which time of coming by there. */
  dies?: { at: Breakpoint; time: number };
  /** Also sends to HQ, now and then. */
  sends: boolean;
  /** After so many appends it delivers what is pending, closes and ends; without it writes until it is killed. */
  appends?: number;
  /** The control: after so many appends nothing is synced any more. */
  syncedAppends?: number;
}
