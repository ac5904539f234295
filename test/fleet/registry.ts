/** Writes a fleet into the registry of an HQ, and gets the enrolment code of each of its mirrors. */
import { createCode } from '../../hq/enrolment/codes.ts';
import { upsertRows } from '../../hq/storage/insert-rows.ts';
import type { HqDatabase } from '../../hq/storage/schema.ts';

const MIRRORS_A_STORE = 4;
/** As many as HQ has connections to PostgreSQL. */
const AT_ONCE = 10;
const SINCE = '2020-01-01';

const nameOf = (kind: string, number: number): string => `${kind}-${String(number).padStart(5, '0')}`;

/** @returns the codes, one for each mirror */
export async function registerFleet(db: HqDatabase, mirrors: number): Promise<string[]> {
  await writeStores(db, Math.ceil(mirrors / MIRRORS_A_STORE));
  const names = Array.from({ length: mirrors }, (_, at) => nameOf('mirror', at));
  await writeMirrors(db, names);
  const codes: string[] = [];
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const some = names.slice(from, from + AT_ONCE).map((name) => createCode(db, name, Date.now()));
    codes.push(...(await Promise.all(some)));
  }
  return codes;
}

async function writeStores(db: HqDatabase, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => {
    const store_id = nameOf('store', at);
    return { store_id, name: store_id, time_zone: at % 2 === 0 ? 'Asia/Shanghai' : 'Europe/Paris' };
  });
  await upsertRows(db, 'stores', ['store_id'], { store_id: 'text', name: 'text', time_zone: 'text' }, rows);
}

async function writeMirrors(db: HqDatabase, names: readonly string[]): Promise<void> {
  await db
    .insertInto('mirrors')
    .values(names.map((mirror_id) => ({ mirror_id, name: mirror_id })))
    .execute();
  const standings = names.map((mirror_id, at) => {
    const store_id = nameOf('store', Math.floor(at / MIRRORS_A_STORE));
    return { mirror_id, store_id, from_day: SINCE, to_day: null };
  });
  await db.insertInto('mirror_stores').values(standings).execute();
}
