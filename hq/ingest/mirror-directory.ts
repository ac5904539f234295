/**
 * Which mirrors HQ knows, by their keys, and in which store each stood when. What was read is kept for a few seconds,
 * because a mirror comes again and again; a key that does not fit is looked up anew, so a new enrolment holds at once.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { localHour } from '../../main/contract/local-time.ts';
import type { HqDatabase } from '../storage/schema.ts';

/** Where a mirror stands from a day to a day, both of them store-local and counted. */
export interface Standing {
  readonly storeId: string;
  readonly timeZone: string;
  readonly fromDay: string;
  readonly toDay: string | null;
}

export interface KnownMirror {
  readonly mirrorId: string;
  /** SHA-256 of its key, hex. */
  readonly keyHash: string;
  /** Newest first, one at least. */
  readonly standings: readonly [Standing, ...Standing[]];
}

export interface MirrorDirectory {
  /** undefined when the key belongs to no mirror that has a store. `mayLookUp` is asked before the database is. */
  find(key: string, mayLookUp: () => Promise<boolean>): Promise<KnownMirror | undefined>;
}

const KEPT_MS = 5000;
const MAX_KEPT = 20_000;
const KEY_BYTES = 32;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A key names its mirror, so that it can be found by it; what is secret is the rest. */
export function newKey(mirrorId: string): { key: string; keyHash: string } {
  const key = `${mirrorId}.${randomBytes(KEY_BYTES).toString('base64url')}`;
  return { key, keyHash: digest(key) };
}

export function buildDirectory(db: HqDatabase, now: () => number): MirrorDirectory {
  const kept = new Map<string, { mirror: KnownMirror; untilMs: number }>();

  async function lookUp(mirrorId: string): Promise<KnownMirror | undefined> {
    const mirror = await readMirror(db, mirrorId);
    if (kept.size >= MAX_KEPT) kept.clear();
    if (mirror !== undefined) kept.set(mirrorId, { mirror, untilMs: now() + KEPT_MS });
    return mirror;
  }

  return {
    async find(key, mayLookUp) {
      const mirrorId = key.slice(0, key.lastIndexOf('.'));
      const hash = Buffer.from(digest(key));
      const fits = (mirror: KnownMirror | undefined) =>
        mirror !== undefined && timingSafeEqual(hash, Buffer.from(mirror.keyHash)) ? mirror : undefined;
      const entry = kept.get(mirrorId);
      const known = entry !== undefined && now() < entry.untilMs ? fits(entry.mirror) : undefined;
      if (known !== undefined) return known;
      return (await mayLookUp()) ? fits(await lookUp(mirrorId)) : undefined;
    },
  };
}

async function readMirror(db: HqDatabase, mirrorId: string): Promise<KnownMirror | undefined> {
  const row = await db
    .selectFrom('mirrors')
    .select('key_hash')
    .where('mirror_id', '=', mirrorId)
    .executeTakeFirst();
  if (!row?.key_hash) return undefined;
  const standings = await readStandings(db, mirrorId);
  return standings && { mirrorId, keyHash: row.key_hash, standings };
}

/** undefined when the registry gives the mirror no store. */
export async function readStandings(
  db: HqDatabase,
  mirrorId: string,
): Promise<KnownMirror['standings'] | undefined> {
  const rows = await db
    .selectFrom('mirror_stores')
    .innerJoin('stores', 'stores.store_id', 'mirror_stores.store_id')
    .select(['stores.store_id', 'time_zone', 'from_day', 'to_day'])
    .where('mirror_id', '=', mirrorId)
    .orderBy('from_day', 'desc')
    .execute();
  const [first, ...others] = rows.map((row) => ({
    storeId: row.store_id,
    timeZone: row.time_zone,
    fromDay: row.from_day,
    toDay: row.to_day,
  }));
  return first && [first, ...others];
}

/**
 * Where the mirror stood at a time. Its clock may say what it will, so a time outside of all standings counts where it
 * stood last before, or else first: no event is refused for it. About 2 µs a standing where there are several.
 */
export function standingAt(standings: KnownMirror['standings'], timeMs: number): Standing {
  if (standings.length === 1) return standings[0];
  const begun = standings.filter(({ fromDay, timeZone }) => fromDay <= localHour(timeMs, timeZone).day);
  const current = begun.find(
    ({ toDay, timeZone }) => toDay === null || localHour(timeMs, timeZone).day <= toDay,
  );
  return current ?? begun[0] ?? (standings.at(-1) as Standing);
}
