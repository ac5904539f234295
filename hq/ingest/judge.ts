/**
 * Judges a batch as it came, event by event, so that one bad event never refuses its neighbours: envelope, body by type,
 * size, sender and hash. About 20 µs an event.
 */
import { hash } from 'node:crypto';
import type { MirrorEvent } from '../../main/contract/events.ts';
import {
  digestText,
  type EventsReply,
  envelopeSchema,
  fromEnvelope,
  sourceOf,
  WIRE,
} from '../../main/contract/wire.ts';
import { Problem } from '../http/problem.ts';
import type { KnownMirror } from './mirror-directory.ts';

export type Rejection = EventsReply['rejected'][number];

export interface JudgedBatch {
  /** Each id once. */
  readonly events: readonly MirrorEvent[];
  readonly rejected: readonly Rejection[];
}

/** Of the body's JSON text. The largest that a mirror writes by its schemas is a tenth of it. */
const MAX_BODY_LENGTH = 64 * 1024;
const MAX_ID_LENGTH = 64;
/** How JSON writes NUL and halves of surrogate pairs, which PostgreSQL takes in no text. */
const NOT_STORABLE = /\\u(?:0000|d[89a-f])/;

/** Throws a Problem when the batch as a whole cannot be answered by ids. */
export function judgeBatch(batch: unknown, mirror: KnownMirror): JudgedBatch {
  if (!Array.isArray(batch))
    throw new Problem('not-a-batch', 'The body must be a JSON array of CloudEvents.');
  if (batch.length > WIRE.maxEvents) {
    throw new Problem('too-many-events', `A batch may hold ${WIRE.maxEvents} events: send fewer at once.`);
  }
  const sources = new Set(mirror.standings.map(({ storeId }) => sourceOf(storeId, mirror.mirrorId)));
  const events = new Map<string, MirrorEvent>();
  const rejected: Rejection[] = [];
  batch.forEach((item: unknown, index) => {
    const verdict = judge(item, sources);
    const id = typeof verdict === 'string' ? nameOf(item, index) : verdict.id;
    const twin = events.get(id);
    if (typeof verdict === 'string') rejected.push({ id, code: verdict });
    else if (twin === undefined) events.set(id, verdict);
    else if (twin.sha256 !== verdict.sha256) rejected.push({ id, code: 'hash-mismatch' });
  });
  return { events: [...events.values()], rejected };
}

function judge(item: unknown, sources: ReadonlySet<string>): MirrorEvent | Rejection['code'] {
  const envelope = envelopeSchema.safeParse(item);
  if (!envelope.success) return 'invalid';
  if (!sources.has(envelope.data.source)) return 'forbidden';
  const event = fromEnvelope(envelope.data);
  if (event === undefined || NOT_STORABLE.test(event.body)) return 'invalid';
  if (event.body.length > MAX_BODY_LENGTH) return 'too-large';
  return hash('sha256', digestText(event)) === event.sha256 ? event : 'hash-mismatch';
}

function nameOf(item: unknown, index: number): string {
  const id = (item as { id?: unknown } | null)?.id;
  if (typeof id === 'string' && id.length > 0 && id.length <= MAX_ID_LENGTH) return id;
  throw new Problem(
    'unnamed-event',
    `Event ${index + 1} of the batch has no id that it could be answered by.`,
  );
}
