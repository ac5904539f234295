/**
 * Who belongs to whom from when to when: a store to a dealer, a mirror to a store. On each day there is one at the most,
 * because all credit rests on it: what begins later ends what was before.
 */
import { addDays } from '../../main/contract/local-time.ts';
import type { HqTransaction } from '../storage/schema.ts';

export interface SpanRow {
  readonly id: string;
  readonly other: string;
  readonly from: string;
  readonly to: string | null;
}

/** A span that begins on the very day of another takes its place. */
export function mergeSpans(known: readonly SpanRow[], imported: readonly SpanRow[]): SpanRow[] {
  const byStart = new Map([...known, ...imported].map((span) => [span.from, span]));
  const spans = [...byStart.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
  return spans.map((span, index) => {
    const next = spans[index + 1];
    const isOver = next === undefined || (span.to !== null && span.to < next.from);
    return isOver ? span : { ...span, to: addDays(next.from, -1) };
  });
}

export async function writeSpans(
  tx: HqTransaction,
  table: 'store_dealers' | 'mirror_stores',
  imported: readonly SpanRow[],
): Promise<void> {
  for (const [id, spans] of Map.groupBy(imported, (span) => span.id)) {
    const { read, replace } = TABLES[table];
    await replace(tx, id, mergeSpans(await read(tx, id), spans));
  }
}

const TABLES = {
  store_dealers: {
    read: (tx: HqTransaction, id: string): Promise<SpanRow[]> =>
      tx
        .selectFrom('store_dealers')
        .select(['store_id as id', 'dealer_id as other', 'from_day as from', 'to_day as to'])
        .where('store_id', '=', id)
        .execute(),
    async replace(tx: HqTransaction, store_id: string, spans: readonly SpanRow[]): Promise<void> {
      await tx.deleteFrom('store_dealers').where('store_id', '=', store_id).execute();
      const rows = spans.map(({ other, from, to }) => ({
        store_id,
        dealer_id: other,
        from_day: from,
        to_day: to,
      }));
      await tx.insertInto('store_dealers').values(rows).execute();
    },
  },
  mirror_stores: {
    read: (tx: HqTransaction, id: string): Promise<SpanRow[]> =>
      tx
        .selectFrom('mirror_stores')
        .select(['mirror_id as id', 'store_id as other', 'from_day as from', 'to_day as to'])
        .where('mirror_id', '=', id)
        .execute(),
    async replace(tx: HqTransaction, mirror_id: string, spans: readonly SpanRow[]): Promise<void> {
      await tx.deleteFrom('mirror_stores').where('mirror_id', '=', mirror_id).execute();
      const rows = spans.map(({ other, from, to }) => ({
        mirror_id,
        store_id: other,
        from_day: from,
        to_day: to,
      }));
      await tx.insertInto('mirror_stores').values(rows).execute();
    },
  },
};
