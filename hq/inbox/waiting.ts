/**
 * Wakes mirrors that wait for a message. One query a second asks for all who wait, whoever wrote the message and in
 * whichever process, so that any number of collectors may stand side by side.
 */
import { sql } from 'kysely';
import type { HqDatabase } from '../storage/schema.ts';

export interface InboxWatch {
  /** Settles when there may be something beyond `after`, when `timeoutMs` have passed, or when `signal` or `stop` ends it. */
  wait(mirrorId: string, after: number, timeoutMs: number, signal: AbortSignal): Promise<void>;
  stop(): void;
}

const EVERY_MS = 1000;

interface Waiter {
  readonly mirrorId: string;
  readonly after: number;
  wake(): void;
}

export function buildInboxWatch(db: HqDatabase): InboxWatch {
  const waiters = new Set<Waiter>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  function schedule(): void {
    if (isStopped || timer !== undefined || waiters.size === 0) return;
    timer = setTimeout(look, EVERY_MS);
  }

  async function look(): Promise<void> {
    const asked = [...waiters];
    try {
      const cursors = await newest(
        db,
        asked.map(({ mirrorId }) => mirrorId),
      );
      for (const { mirrorId, after, wake } of asked) if ((cursors.get(mirrorId) ?? 0) > after) wake();
    } catch {
      // The database is away: each request that then reads its inbox says so.
      for (const { wake } of asked) wake();
    }
    timer = undefined;
    schedule();
  }

  return {
    wait(mirrorId, after, timeoutMs, signal) {
      if (isStopped || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          waiters.delete(waiter);
          clearTimeout(timeout);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const waiter = { mirrorId, after, wake };
        const timeout = setTimeout(wake, timeoutMs);
        signal.addEventListener('abort', wake);
        waiters.add(waiter);
        schedule();
      });
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      for (const { wake } of [...waiters]) wake();
    },
  };
}

async function newest(db: HqDatabase, mirrorIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('mirrors')
    .select(['mirror_id', 'inbox_cursor'])
    .where('mirror_id', '=', sql<string>`ANY (${[...new Set(mirrorIds)]}::text[])`)
    .execute();
  return new Map(rows.map(({ mirror_id, inbox_cursor }) => [mirror_id, inbox_cursor]));
}
