/**
 * Folds readings of the mirror's health that wait for HQ to one an hour: those of an hour go, and one that stands for them
 * all is appended. No event is edited. HQ misses the numbers of those that went, and its body tells how many: `folded`.
 */
import type Database from 'better-sqlite3';
import type { EventBody, MirrorEvent } from '../contract/events.ts';
import { isSound, type Row, toEvent } from './event-rows.ts';

const HOUR_MS = 3_600_000;

/** Read at once: more than a batch that is under way, which must be stepped over, and some hours. */
const READ_AT_ONCE = 1000;

type Reading = EventBody<'mirror.health'>;

export interface FoldingParts {
  db: Database.Database;
  /** Whether HQ may have it already. */
  isSent(seq: number): boolean;
  /** Within the retention's permission; counts what went. */
  remove(seqs: readonly number[]): void;
  /** Appends the reading as of the moment of `last`. */
  append(reading: Reading, last: MirrorEvent): void;
}

/**
 * One step, in the caller's transaction: 10 ms.
 * @returns the function that folds readings of hours that had ended at `untilMs`, and tells how many events went
 */
export function buildFolding({ db, isSent, remove, append }: FoldingParts): (untilMs: number) => number {
  const readings = db.prepare<[number, number], Row>(
    `SELECT e.* FROM delivery d JOIN events e USING (seq)
     WHERE d.state = 'pending' AND d.may_fold = 1 AND e.time_ms < ? ORDER BY d.seq LIMIT ?`,
  );
  const leave = db.prepare('UPDATE delivery SET may_fold = 0 WHERE seq = ?');

  function foldHour(events: readonly MirrorEvent[]): number {
    const last = events.at(-1) as MirrorEvent;
    if (events.length === 1) {
      leave.run(last.seq);
      return 0;
    }
    remove(events.map(({ seq }) => seq));
    append(foldReadings(events.map(({ body }) => JSON.parse(body) as Reading)), last);
    return events.length;
  }

  return (untilMs) => {
    const found = readings.all(untilMs, READ_AT_ONCE).map(toEvent);
    const hours = Map.groupBy(
      found.filter((event) => !isSent(event.seq) && isSound(event)),
      ({ timeMs }) => Math.floor(timeMs / HOUR_MS),
    );
    // Of the last hour that was read there may be more.
    const lastHour = found.length === READ_AT_ONCE && hours.size > 1 ? [...hours.keys()].at(-1) : undefined;
    let gone = 0;
    for (const [hour, events] of hours) {
      if (hour !== lastHour && (hour + 1) * HOUR_MS <= untilMs) gone += foldHour(events);
    }
    return gone;
  };
}

/** Rates on average, the worst of what may be bad for a while, and everything else as it was last. */
function foldReadings(readings: readonly Reading[]): Reading {
  const last = readings.at(-1) as Reading;
  const mean = (of: (reading: Reading) => number): number =>
    readings.reduce((sum, reading) => sum + of(reading), 0) / readings.length;
  const ages = readings.map(({ frameAgeMs }) => frameAgeMs).filter((ageMs) => ageMs !== null);
  return {
    ...last,
    fps: mean(({ fps }) => fps),
    faceShare: Math.min(
      1,
      mean(({ faceShare }) => faceShare),
    ),
    frameAgeMs: ages.length === 0 ? null : Math.max(...ages),
    rssMiB: Math.max(...readings.map(({ rssMiB }) => rssMiB)),
    folded: readings.reduce((sum, { folded }) => sum + folded, 0),
  };
}
