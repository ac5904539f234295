/**
 * Takes a registry file into HQ, whole or not at all: brands, dealers, stores and whose they are, mirrors and where they
 * stand, advisors. What the registry has and the file has not is left as it is; nothing is ever deleted by leaving it out.
 */
import { sendCards } from '../advisors/cards.ts';
import type { HqDatabase, HqTransaction } from '../storage/schema.ts';
import { type Mistake, RegistryError, type RegistryLines, readRegistry } from './lines.ts';
import { writeReferences } from './references.ts';
import { type SpanRow, writeSpans } from './spans.ts';

/** How many lines of each kind were taken. */
export type ImportSummary = Record<keyof RegistryLines, number>;

/** Throws RegistryError, whose message tells every mistake with line and column; nothing is changed then. */
export async function importRegistry(
  db: HqDatabase,
  text: string,
  nowMs = Date.now(),
): Promise<ImportSummary> {
  const lines = readRegistry(text);
  await db.transaction().execute(async (tx) => {
    const mistakes = [...(await missingReferences(tx, lines)), ...contradictions(lines)];
    if (mistakes.length > 0) throw new RegistryError(mistakes);
    await write(tx, lines);
    await tellMirrors(tx, lines, nowMs);
  });
  const { brand, dealer, store, mirror, advisor } = lines;
  return {
    brand: brand.length,
    dealer: dealer.length,
    store: store.length,
    mirror: mirror.length,
    advisor: advisor.length,
  };
}

/** Who serves where has changed, or which mirror stands there. */
async function tellMirrors(tx: HqTransaction, lines: RegistryLines, nowMs: number): Promise<void> {
  const stores = new Set([...lines.advisor, ...lines.mirror].map(({ store }) => store));
  for (const store of [...stores].sort()) await sendCards(tx, store, nowMs);
}

async function missingReferences(tx: HqTransaction, lines: RegistryLines): Promise<Mistake[]> {
  const idsOf = (here: readonly { id: string }[], there: readonly { id: string }[]) =>
    new Set([...here, ...there].map(({ id }) => id));
  const brands = idsOf(lines.brand, await tx.selectFrom('brands').select('brand_id as id').execute());
  const dealers = idsOf(lines.dealer, await tx.selectFrom('dealers').select('dealer_id as id').execute());
  const stores = idsOf(lines.store, await tx.selectFrom('stores').select('store_id as id').execute());
  const check = (
    column: string,
    known: ReadonlySet<string>,
    line: number,
    id: string | undefined,
  ): Mistake[] =>
    id === undefined || known.has(id)
      ? []
      : [{ line, column, sentence: `there is no ${column} "${id}": add a line for it or correct the id` }];
  return [
    ...lines.dealer.flatMap(({ line, brand }) => check('brand', brands, line, brand)),
    ...lines.store.flatMap(({ line, dealer }) => check('dealer', dealers, line, dealer)),
    ...lines.mirror.flatMap(({ line, store }) => check('store', stores, line, store)),
    ...lines.advisor.flatMap(({ line, store }) => check('store', stores, line, store)),
  ];
}

/** Two lines may tell of different spans of one thing, and must agree in all else. */
function contradictions(lines: RegistryLines): Mistake[] {
  const once = <L extends { line: number }>(of: readonly L[], keyOf: (line: L) => string): Mistake[] => {
    const first = new Map<string, number>();
    return of.flatMap((item) => {
      const before = first.get(keyOf(item));
      if (before === undefined) first.set(keyOf(item), item.line);
      const sentence = `line ${before} tells of the same already: keep one of them, or give it another first day`;
      return before === undefined ? [] : [{ line: item.line, column: 'id', sentence }];
    });
  };
  return [
    ...once(lines.brand, ({ id }) => id),
    ...once(lines.dealer, ({ id }) => id),
    ...once(lines.store, ({ id, from }) => `${id} ${from}`),
    ...once(lines.mirror, ({ id, from }) => `${id} ${from}`),
    ...once(lines.advisor, ({ id, store, from }) => `${store} ${id} ${from}`),
  ];
}

/** Where several lines tell of one thing, the name and the time zone of the last one hold. */
async function write(
  tx: HqTransaction,
  { brand, dealer, store, mirror, advisor }: RegistryLines,
): Promise<void> {
  for (const { id, name } of brand)
    await tx
      .insertInto('brands')
      .values({ brand_id: id, name })
      .onConflict((on) => on.column('brand_id').doUpdateSet({ name }))
      .execute();
  for (const { id, name, brand: brand_id } of dealer)
    await tx
      .insertInto('dealers')
      .values({ dealer_id: id, name, brand_id })
      .onConflict((on) => on.column('dealer_id').doUpdateSet({ name, brand_id }))
      .execute();
  for (const { id, name, timeZone: time_zone } of store)
    await tx
      .insertInto('stores')
      .values({ store_id: id, name, time_zone })
      .onConflict((on) => on.column('store_id').doUpdateSet({ name, time_zone }))
      .execute();
  for (const { id, name } of mirror)
    await tx
      .insertInto('mirrors')
      .values({ mirror_id: id, name })
      .onConflict((on) => on.column('mirror_id').doUpdateSet({ name }))
      .execute();
  for (const { id, name, store: store_id, from: from_day, to: to_day } of advisor)
    await tx
      .insertInto('advisors')
      .values({ store_id, ba_id: id, name, from_day, to_day })
      .onConflict((on) => on.columns(['store_id', 'ba_id', 'from_day']).doUpdateSet({ name, to_day }))
      .execute();
  await writeReferences(tx, advisor);
  const held = store.flatMap(({ id, dealer: other, from, to }): SpanRow[] =>
    other === undefined ? [] : [{ id, other, from, to }],
  );
  await writeSpans(tx, 'store_dealers', held);
  await writeSpans(
    tx,
    'mirror_stores',
    mirror.map(({ id, store: other, from, to }) => ({ id, other, from, to })),
  );
}
