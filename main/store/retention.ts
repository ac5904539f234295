/**
 * The only code that deletes events: those that HQ has and that are old enough, and readings of health that were folded. In
 * small steps, each a short part of the caller's transaction. What the statistics know of a visit stays for ever.
 */
import type Database from 'better-sqlite3';
import type { Tally } from './transactions.ts';

/** How long events stay after HQ has them. */
export const RETENTION_MS = 90 * 24 * 3_600_000;

/** Looked at in one step: 10 ms, deleting them all included. */
const STEP = 500;

export interface Retention {
  /**
   * Goes through the next few events, in circles, and deletes those that HQ has and that are from before `untilMs`.
   * @returns how many went
   */
  step(untilMs: number): number;
  /** Whether the last step came to the end of the circle. */
  readonly isRound: boolean;
  remove(seqs: readonly number[]): void;
}

export function buildRetention(db: Database.Database, tally: Tally): Retention {
  const permit = db.prepare('UPDATE retention SET is_running = ?');
  const remove = db.prepare('DELETE FROM events WHERE seq = ?');
  const look = db.prepare<[number, number], { seq: number; state: string; time_ms: number }>(
    `SELECT seq, d.state, e.time_ms FROM delivery d JOIN events e USING (seq)
     WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  let reached = 0;
  let isRound = false;

  function removeAll(seqs: readonly number[]): void {
    if (seqs.length === 0) return;
    permit.run(1);
    for (const seq of seqs) remove.run(seq);
    permit.run(0);
    tally.events -= seqs.length;
  }

  return {
    get isRound() {
      return isRound;
    },
    step(untilMs) {
      const rows = look.all(reached, STEP);
      // Time rises with the numbers but for leaps of the clock, so older events may stand behind younger ones.
      isRound = rows.length < STEP;
      reached = isRound ? 0 : (rows.at(-1)?.seq ?? 0);
      // The newest event stays: it tells which number was given last.
      const old = rows.filter(
        ({ seq, state, time_ms }) => state === 'accepted' && time_ms < untilMs && seq < tally.lastSeq,
      );
      removeAll(old.map(({ seq }) => seq));
      return old.length;
    },
    remove(seqs) {
      removeAll(seqs);
      tally.pending -= seqs.length;
    },
  };
}
