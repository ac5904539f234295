/**
 * Keeps the session of the shopper in front of the mirror: acts on each of her intents once, and says so only when it
 * is on the disk. The file holds one visit and is overwritten when that is forgotten.
 */
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { writeAtomically } from '../config/atomic-file.ts';
import type { Intent, Receipt } from '../contract/intents.ts';
import { applyIntent, emptySession, type Session } from '../contract/session.ts';
import { sessionSchema } from '../contract/session-schema.ts';
import { LiveValue } from '../live-value.ts';

/** Twice what a page sends again at most, so that a repeated intent is always known. */
const REMEMBERED_INTENTS = 1000;

const fileSchema = z.strictObject({
  session: sessionSchema,
  /** UUIDs of intents that were acted on, oldest first; they tell nothing of anyone. */
  seen: z.array(z.uuid()).max(REMEMBERED_INTENTS),
});

export interface SessionKeeper {
  readonly session: LiveValue<Session>;
  /** Why an intent would change nothing; null when it would be acted on. */
  judge(intent: Intent): 'repeated' | 'late' | null;
  /** About 3 ms, for the disk. Throws the system's error when the disk refuses; then nothing has changed. */
  record(intent: Intent): Receipt;
}

export interface SessionKeeperOptions {
  /** Absolute path of its file. */
  path: string;
  /** The file could not be read, understood or deleted. The mirror goes on: where there is no session, with a new one. */
  onDamaged(cause: unknown): void;
}

export function openSessionKeeper({ path, onDamaged }: SessionKeeperOptions): SessionKeeper {
  const kept = read(path, onDamaged);
  const session = new LiveValue<Session>(kept?.session ?? emptySession(crypto.randomUUID()));
  let seen = new Set(kept?.seen);

  function judge({ id, visit }: Intent): 'repeated' | 'late' | null {
    if (seen.has(id)) return 'repeated';
    return visit === session.value.visit ? null : 'late';
  }

  return {
    session,
    judge,
    record(intent) {
      const { id, type } = intent;
      const idle = judge(intent);
      if (idle !== null) return { id, outcome: idle };
      const next = applyIntent(session.value, intent);
      const remembered = [...seen, id].slice(-REMEMBERED_INTENTS);
      writeAtomically(path, JSON.stringify({ session: next, seen: remembered }));
      seen = new Set(remembered);
      session.set(next);
      if (type === 'visit.forget') attempt(() => rmSync(damagedPath(path), DELETE), onDamaged);
      return { id, outcome: 'applied' };
    },
  };
}

/** A file that was set aside may hold the visit that is to be forgotten. */
const damagedPath = (path: string): string => `${path}.damaged`;
const DELETE = { recursive: true, force: true } as const;

function read(path: string, onDamaged: (cause: unknown) => void): z.infer<typeof fileSchema> | undefined {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    onDamaged(cause);
    attempt(() => setAside(path), onDamaged);
    return undefined;
  }
}

/** What lies there would stand in the way of the next session. */
function setAside(path: string): void {
  rmSync(damagedPath(path), DELETE);
  renameSync(path, damagedPath(path));
}

function attempt(act: () => void, onFailed: (cause: unknown) => void): void {
  try {
    act();
  } catch (cause) {
    onFailed(cause);
  }
}
