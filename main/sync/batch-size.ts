/**
 * How much the next request may carry: what the link has shown to take, what HQ has refused as too large, and, while an
 * event that spoils its batch is looked for, half of the events among which it must be.
 */
import { WIRE } from '../contract/wire.ts';

export interface BatchLimit {
  maxEvents: number;
  /** Of the body before compression. */
  maxBytes: number;
}

export interface BatchSize {
  limit(): BatchLimit;
  settled(request: { events: number; bytes: number; tookMs: number }): void;
  timedOut(): void;
  /** HQ refused so many events at once. */
  refused(kind: 'too-large' | 'invalid', events: number): void;
  /** The event that was refused is found and out of the way. */
  found(): void;
}

/** Nothing is known of the link: two seconds of 64 kbit/s, at a third by gzip. */
const FIRST_BYTES = 48 * 1024;
/** 1.3 kbit/s carry this within the time of a request. */
const LEAST_BYTES = 16 * 1024;
/**
 * A code waits for the request before it, so that is kept short where bytes make it long. Not shorter: HQ may be slow
 * whatever the size, and small batches would only give it more to do.
 */
const SLOW_MS = 1500;
const QUICK_MS = 750;
/** After so many requests that went well, a size that HQ refused is tried again. */
const CALM_REQUESTS = 16;

export function buildBatchSize(): BatchSize {
  let bytes = FIRST_BYTES;
  let ceiling: number = WIRE.maxEvents;
  let calm = 0;
  /** The first so many pending events have one among them that spoils its batch; 0: none is known. */
  let suspects = 0;

  function follow(used: number, tookMs: number): void {
    if (tookMs > SLOW_MS) bytes = Math.max(LEAST_BYTES, (used * SLOW_MS) / tookMs);
    else if (tookMs < QUICK_MS && used > bytes / 2) bytes = Math.min(WIRE.maxBytes, bytes * 2);
  }

  return {
    limit: () => ({
      maxEvents: Math.min(ceiling, suspects === 0 ? WIRE.maxEvents : Math.ceil(suspects / 2)),
      maxBytes: Math.floor(bytes),
    }),
    settled(request) {
      follow(request.bytes, request.tookMs);
      suspects = Math.max(0, suspects - request.events);
      if (ceiling < WIRE.maxEvents && ++calm >= CALM_REQUESTS) {
        ceiling = Math.min(WIRE.maxEvents, ceiling * 2);
        calm = 0;
      }
    },
    timedOut() {
      bytes = Math.max(LEAST_BYTES, bytes / 2);
    },
    refused(kind, events) {
      if (kind === 'invalid') suspects = events;
      else ceiling = Math.max(1, Math.floor(events / 2));
      calm = 0;
    },
    found() {
      suspects = 0;
      ceiling = WIRE.maxEvents;
    },
  };
}
