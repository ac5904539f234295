/** The open visit in the store: written with each step, read when the service starts; what cannot be read is ended as far as known. */
import { z } from 'zod';
import { VISIT_PHASES } from '../contract/session.ts';
import type { Store } from '../store/store.ts';
import { type Book, bookSchema, emptyBook, withRecords } from './book.ts';
import type { VisitState } from './machine.ts';
import { type ClockMark, markSchema } from './steady-clock.ts';

const KEY = 'visit';

const keptSchema = z
  .strictObject({ phase: z.enum(VISIT_PHASES), book: bookSchema, mark: markSchema })
  .refine(
    ({ phase, book }) => (book.visit !== null) === (phase === 'trying' || phase === 'taking-home'),
    'a visit is open in these two phases only',
  );

export interface KeptVisit {
  state: VisitState;
  /** The last moment of the run that kept it; undefined where there was none. */
  mark: ClockMark | undefined;
}

/** Only within the transaction of its step. */
export function keepVisit(
  store: Store,
  { phase, book: { records: _, ...book } }: VisitState,
  mark: ClockMark,
): void {
  store.writeState(KEY, { phase, book, mark });
}

/** @param onDamaged told why what was kept cannot be used */
export function readKeptVisit(store: Store, onDamaged: (cause: unknown) => void): KeptVisit {
  try {
    const value = store.readState(KEY);
    if (value !== undefined) {
      const { phase, book, mark } = keptSchema.parse(value);
      return { state: { phase, book: { ...book, records: [] } }, mark };
    }
  } catch (cause) {
    onDamaged(cause);
  }
  return { state: { phase: 'idle', book: endLost(store, emptyBook(crypto.randomUUID())) }, mark: undefined };
}

/** What is known of a visit whose own state is lost are its events: it lasted until the last of them. */
function endLost({ db }: Store, book: Book): Book {
  const open = db
    .prepare<[], { visit_id: string; started_ms: number; last_ms: number; has_ended: number }>(
      `SELECT visit_id, min(time_ms) AS started_ms, max(time_ms) AS last_ms, max(type = 'visit.ended') AS has_ended
       FROM events WHERE visit_id =
         (SELECT visit_id FROM events WHERE type = 'visit.started' ORDER BY seq DESC LIMIT 1)
       GROUP BY visit_id`,
    )
    .get();
  if (open === undefined || open.has_ended === 1) return book;
  const durationMs = open.last_ms - open.started_ms;
  const body = { reason: 'timeout', durationMs, tryonMs: 0 } as const;
  return withRecords(book, { type: 'visit.ended', visitId: open.visit_id, body });
}
