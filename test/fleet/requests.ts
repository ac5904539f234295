/**
 * How HQ answers `POST /v1/events`, seen from outside the product: undici tells every request of this process over its
 * diagnostics channels, from when it was asked for to the last byte of its answer.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { WIRE_PATHS } from '../../main/contract/wire.ts';

export interface Answered {
  /** By `performance.now()`. */
  atMs: number;
  tookMs: number;
}

export interface RequestWatch {
  /** Answered with 200 or 207. */
  readonly answered: readonly Answered[];
  /** Answered with another status, broken off, timed out or refused: what they carried is sent again. */
  readonly failed: number;
  stop(): void;
}

interface Message {
  request: { path: string; method: string };
  response?: { statusCode: number };
}

export function watchRequests(): RequestWatch {
  const startedMs = new WeakMap<object, number>();
  const statuses = new WeakMap<object, number>();
  const answered: Answered[] = [];
  let failed = 0;
  const isOurs = ({ request }: Message) =>
    request.method === 'POST' && request.path.endsWith(WIRE_PATHS.events);
  const channels: Record<string, (message: Message) => void> = {
    'undici:request:create': ({ request }) => void startedMs.set(request, performance.now()),
    'undici:request:headers': ({ request, response }) =>
      void statuses.set(request, response?.statusCode ?? 0),
    'undici:request:trailers': ({ request }) => {
      const status = statuses.get(request) ?? 0;
      const nowMs = performance.now();
      if (status !== 200 && status !== 207) failed++;
      else answered.push({ atMs: nowMs, tookMs: nowMs - (startedMs.get(request) ?? nowMs) });
    },
    'undici:request:error': () => {
      failed++;
    },
  };
  const listeners = Object.entries(channels).map(([name, take]) => {
    const listener = (message: unknown): void => {
      if (isOurs(message as Message)) take(message as Message);
    };
    subscribe(name, listener);
    return () => unsubscribe(name, listener);
  });
  return {
    answered,
    get failed() {
      return failed;
    },
    stop: () => {
      for (const end of listeners) end();
    },
  };
}
