/**
 * What advisors show of themselves: kept by store, and told to every mirror that stands there, all of a store's advisors
 * at once. A mirror that was told the very same before is told nothing.
 */
import { sql } from 'kysely';
import type { z } from 'zod';
import { type AdvisorCard, localTexts } from '../../main/contract/code-view.ts';
import { localDay } from '../accounts/scope.ts';
import { sendToMirror } from '../inbox/send.ts';
import type { HqDatabase } from '../storage/schema.ts';

export type LineErrorCode = 'line-long';

/** Of one line, in characters. */
export const LONGEST_LINE = 80;
/** A card has less room for a name than the registry. */
const LONGEST_NAME = 80;
/** As many as a message takes. */
const MOST_CARDS = 30;

const line = localTexts.catch({});

interface CardRow {
  id: string;
  name: string;
  line: string | null;
  photo: string | null;
}

/** Of everybody who serves in the store today or will, by name. */
export async function cardsOf(db: HqDatabase, storeId: string, nowMs: number): Promise<AdvisorCard[]> {
  const { rows } = await sql<CardRow>`
    SELECT DISTINCT ON (served.ba_id) served.ba_id AS id, served.name, card.line, card.photo
    FROM advisors AS served JOIN stores ON stores.store_id = served.store_id
    LEFT JOIN advisor_cards AS card ON card.store_id = served.store_id AND card.ba_id = served.ba_id
    WHERE served.store_id = ${storeId}
      AND (served.to_day IS NULL OR served.to_day >= ${localDay(nowMs, sql.ref('stores.time_zone'))})
    ORDER BY served.ba_id, served.from_day DESC`.execute(db);
  const cards = rows.map(({ id, name, line: text, photo }) => ({
    id,
    name: name.slice(0, LONGEST_NAME),
    line: text === null ? {} : line.parse(JSON.parse(text)),
    photo,
  }));
  return cards.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `photo` as base64 of a JPEG; undefined leaves the one that is there, null takes it away. */
export async function saveCard(
  db: HqDatabase,
  { storeId, ba }: { storeId: string; ba: string },
  card: { line: z.infer<typeof localTexts>; photo: string | null | undefined },
): Promise<void> {
  const row = {
    store_id: storeId,
    ba_id: ba,
    line: JSON.stringify(card.line),
    ...(card.photo !== undefined && { photo: card.photo }),
  };
  await db
    .insertInto('advisor_cards')
    .values({ photo: null, ...row })
    .onConflict((on) => on.columns(['store_id', 'ba_id']).doUpdateSet(row))
    .execute();
}

/** To every mirror that stands in the store now. @returns how many were told */
export async function sendCards(db: HqDatabase, storeId: string, nowMs: number): Promise<number> {
  if (!db.isTransaction) return db.transaction().execute((tx) => sendCards(tx, storeId, nowMs));
  const today = localDay(nowMs, sql.ref('stores.time_zone'));
  // In one order everywhere, so that two sendings at once cannot wait for each other.
  const mirrors = await sql<{ id: string }>`
    SELECT DISTINCT stands.mirror_id AS id FROM mirror_stores AS stands JOIN stores ON stores.store_id = stands.store_id
    WHERE stands.store_id = ${storeId} AND from_day <= ${today} AND (to_day IS NULL OR to_day >= ${today})
    ORDER BY 1`.execute(db);
  const ids = mirrors.rows.map(({ id }) => id);
  return tell(db, ids, await cardsOf(db, storeId, nowMs), nowMs);
}

/** For a mirror that is let in. */
export async function sendCardsTo(
  db: HqDatabase,
  mirrorId: string,
  storeId: string,
  nowMs: number,
): Promise<void> {
  await tell(db, [mirrorId], await cardsOf(db, storeId, nowMs), nowMs);
}

async function tell(
  db: HqDatabase,
  mirrorIds: readonly string[],
  all: readonly AdvisorCard[],
  nowMs: number,
): Promise<number> {
  const cards = all.slice(0, MOST_CARDS);
  const { rows } = await sql<{ mirror: string }>`
    SELECT mirror FROM unnest(${mirrorIds}::text[]) AS told (mirror) WHERE ${JSON.stringify(cards)} <> coalesce((
      SELECT body FROM inbox WHERE mirror_id = told.mirror AND kind = 'advisors' ORDER BY cursor DESC LIMIT 1), '[]')
    ORDER BY mirror`.execute(db);
  for (const { mirror } of rows) await sendToMirror(db, mirror, 'advisors', cards, nowMs);
  return rows.length;
}
