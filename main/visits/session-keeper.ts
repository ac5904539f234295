/**
 * Keeps the session of the shopper in front of the mirror: acts on each of her intents once, and says so only when it
 * is on the disk. The file holds one visit and is overwritten when that is forgotten.
 */
import { readFileSync, renameSync } from 'node:fs';
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
  /** About 3 ms, for the disk. Throws the system's error when the disk refuses; then nothing has changed. */
  record(intent: Intent): Receipt;
}

export interface SessionKeeperOptions {
  /** Absolute path of its file. */
  path: string;
  /** The file could not be understood; it was set aside and a new session begun. */
  onDamaged(cause: unknown): void;
}

export function openSessionKeeper({ path, onDamaged }: SessionKeeperOptions): SessionKeeper {
  const kept = read(path, onDamaged);
  const session = new LiveValue<Session>(kept?.session ?? emptySession(crypto.randomUUID()));
  let seen = new Set(kept?.seen);

  return {
    session,
    record(intent) {
      const { id } = intent;
      if (seen.has(id)) return { id, outcome: 'repeated' };
      if (intent.visit !== session.value.visit) return { id, outcome: 'late' };
      const next = applyIntent(session.value, intent);
      const remembered = [...seen, id].slice(-REMEMBERED_INTENTS);
      writeAtomically(path, JSON.stringify({ session: next, seen: remembered }));
      seen = new Set(remembered);
      session.set(next);
      return { id, outcome: 'applied' };
    },
  };
}

function read(path: string, onDamaged: (cause: unknown) => void): z.infer<typeof fileSchema> | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (cause) {
    renameSync(path, `${path}.damaged`);
    onDamaged(cause);
    return undefined;
  }
}
