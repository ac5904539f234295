/** Where each event stands with HQ: what is to be sent next, and what HQ said. All changes are the caller's transaction's. */
import type Database from 'better-sqlite3';
import type { MirrorEvent } from '../contract/events.ts';
import { hasCode } from './errors.ts';
import { isSound, type Row, toEvent } from './event-rows.ts';
import type { Tally, Transact } from './transactions.ts';

/** What became of one sent event. */
export type Outcome =
  | { seq: number; state: 'accepted' }
  /** HQ will never take it as it is; an operator may have it tried again. */
  | { seq: number; state: 'quarantined'; error: string };

export interface QueueCounts {
  pending: number;
  quarantined: number;
  /** Time of the oldest pending event, ms since the epoch; null without one. */
  oldestPendingMs: number | null;
}

export interface BatchLimit {
  maxEvents: number;
  maxBytes: number;
}

/** What is around a body in its envelope, at the most: 420 bytes of names and values, 200 of the source. */
const ENVELOPE_BYTES = 640;

/** Of an event whose hash does not hold any more: the disk has changed it. */
const ROTTEN = 'hash-mismatch';

export function buildDelivery(db: Database.Database, tally: Tally, transact: Transact) {
  const insert = db.prepare(`INSERT INTO delivery (seq, state, turn, may_fold) VALUES (?, 'pending', ?, ?)`);
  const hurry = db.prepare(
    `UPDATE delivery SET turn = 0 WHERE state = 'pending' AND turn = 1 AND seq IN
       (SELECT seq FROM events WHERE visit_id = ? AND type = 'shade.worn')`,
  );
  const next = db.prepare<[number], Row>(
    `SELECT e.* FROM delivery d JOIN events e USING (seq)
     WHERE d.state = 'pending' ORDER BY d.turn, d.seq LIMIT ?`,
  );
  const change = db.prepare(
    'UPDATE delivery SET state = ?, last_error = ?, attempts = attempts + 1 WHERE seq = ? AND state = ?',
  );
  const mayFold = db.prepare<[number], number>('SELECT may_fold FROM delivery WHERE seq = ?').pluck();
  const leave = db.prepare('UPDATE delivery SET may_fold = 0 WHERE seq = ?');
  const retry = db.prepare(`UPDATE delivery SET state = 'pending' WHERE state = 'quarantined'`);
  const oldest = db
    .prepare<[], number | null>(
      `SELECT min(time_ms) FROM events WHERE seq IN
         (SELECT (SELECT min(seq) FROM delivery WHERE state = 'pending' AND turn = 0)
          UNION ALL SELECT (SELECT min(seq) FROM delivery WHERE state = 'pending' AND turn = 1))`,
    )
    .pluck();
  /** Events of the last batch: HQ may have them already. */
  const sent = new Set<number>();

  function settle(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      const { seq, state } = outcome;
      sent.delete(seq);
      if (change.run(state, state === 'quarantined' ? outcome.error : null, seq, 'pending').changes > 0) {
        tally.pending--;
        if (state === 'quarantined') tally.quarantined++;
      } else if (state === 'accepted' && change.run(state, null, seq, 'quarantined').changes > 0) {
        tally.quarantined--;
      }
    }
  }

  /** HQ may have them from now on, over a restart too: folded they would be counted as missing there. */
  function keepReadings(batch: readonly MirrorEvent[]): void {
    const readings = batch.filter(({ type, seq }) => type === 'mirror.health' && mayFold.get(seq) === 1);
    if (readings.length === 0) return;
    try {
      transact(() => readings.forEach(({ seq }) => void leave.run(seq)));
    } catch (error) {
      // A disk that takes no note must not keep events from HQ, which is what frees it.
      if (!hasCode(error, 'store-full', 'store-unwritable')) throw error;
    }
  }

  function readBatch({ maxEvents, maxBytes }: BatchLimit) {
    const batch: MirrorEvent[] = [];
    const rotten: Outcome[] = [];
    let bytes = 0;
    for (const row of next.all(maxEvents)) {
      const event = toEvent(row);
      if (!isSound(event)) {
        rotten.push({ seq: event.seq, state: 'quarantined', error: ROTTEN });
        continue;
      }
      bytes += Buffer.byteLength(event.body) + ENVELOPE_BYTES;
      if (batch.length > 0 && bytes > maxBytes) break;
      batch.push(event);
    }
    return { batch, rotten };
  }

  return {
    settle,
    isSent: (seq: number): boolean => sent.has(seq),
    /** Codes jump the queue, and with a code go the shades of its visit. */
    add({ seq, type, visitId }: MirrorEvent, mayFold: boolean): void {
      insert.run(seq, type.startsWith('code.') ? 0 : 1, mayFold ? 1 : 0);
      tally.pending++;
      if (type === 'code.shown') hurry.run(visitId);
    },
    /** What the disk has changed is put in quarantine on the way, never sent. */
    nextBatch(limit: BatchLimit): MirrorEvent[] {
      sent.clear();
      for (;;) {
        const { batch, rotten } = readBatch(limit);
        if (rotten.length > 0) transact(() => settle(rotten));
        if (batch.length > 0 || rotten.length === 0) {
          for (const { seq } of batch) sent.add(seq);
          keepReadings(batch);
          return batch;
        }
      }
    },
    retryQuarantined(): number {
      const { changes } = retry.run();
      tally.pending += changes;
      tally.quarantined -= changes;
      return changes;
    },
    counts: (): QueueCounts => ({
      pending: tally.pending,
      quarantined: tally.quarantined,
      oldestPendingMs: oldest.get() ?? null,
    }),
  };
}

export type Delivery = ReturnType<typeof buildDelivery>;

/** By the indexes: 50 ms for two million events. */
export function countRows(db: Database.Database): Omit<Tally, 'lastSeq'> {
  const count = (where: string): number =>
    db.prepare<[], number>(`SELECT count(*) FROM delivery ${where}`).pluck().get() as number;
  return {
    events: count(''),
    pending: count(`WHERE state = 'pending'`),
    quarantined: count(`WHERE state = 'quarantined'`),
  };
}
