/** What the simulator says of an HQ: a small fleet against a real one in memory, sound and damaged. */
import { expect, onTestFinished, test } from 'vitest';
import { startHq } from '../../../../hq/hq.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';
import { makeVisit } from '../../../fakes/visit-events.ts';
import { buildRandom } from '../../../faults/random.ts';
import { buildFleet } from '../../../fleet/fleet.ts';
import { registerFleet } from '../../../fleet/registry.ts';
import { watchRequests } from '../../../fleet/requests.ts';
import { askAgain, askDatabase } from '../../../fleet/verdict.ts';

const MIRRORS = 3;

/** Each mirror has had a visit, and HQ has it. */
async function stage() {
  const hq = await startHq({ database: { inMemory: true }, port: 0 });
  const { address, db } = hq;
  const codes = await registerFleet(db, MIRRORS);
  const folder = tempFolder();
  const fleet = buildFleet({ address, codes, folder, seed: 1, compress: 10, keepsAll: true });
  onTestFinished(async () => {
    await fleet.stop();
    await hq.stop();
  });
  await fleet.enrol();
  const random = buildRandom(1);
  for (const { store } of fleet.mirrors) store.append(makeVisit(random).map(({ event }) => event));
  await fleet.drain(30_000);
  return { address, db, fleet };
}

const SOUND = { waiting: 0, quarantined: 0, lost: 0, doubled: 0, gaps: 0, altered: 0 };
/** Most of it is the start of a database. */
const LIMIT_MS = 60_000;

test('an HQ with every event once is sound; each way of being unsound is seen', {
  timeout: LIMIT_MS,
}, async () => {
  const watch = watchRequests();
  onTestFinished(watch.stop);
  const { address, db, fleet } = await stage();
  const minted = fleet.mirrors.reduce((sum, { store }) => sum + store.minted, 0);
  expect(minted).toBeGreaterThan(7 * MIRRORS);
  expect(await askDatabase(db, fleet.mirrors)).toEqual({ ...SOUND, minted, atHq: minted });
  expect(await askAgain(address, fleet.mirrors)).toEqual({ ...SOUND, minted, atHq: minted });
  expect(watch.answered.length).toBeGreaterThanOrEqual(MIRRORS);
  expect([watch.failed, watch.answered.every(({ tookMs }) => tookMs > 0)]).toEqual([0, true]);

  const [first, second, third] = fleet.mirrors.map(({ name }) => name ?? '') as [string, string, string];
  const ofSecond = db.selectFrom('events').selectAll().where('mirror_id', '=', second);
  const twin = { ...(await ofSecond.limit(1).executeTakeFirstOrThrow()), event_id: crypto.randomUUID() };
  await db.insertInto('events').values(twin).execute();
  expect(await askDatabase(db, fleet.mirrors)).toMatchObject({ ...SOUND, doubled: 1 });
  const stranger = db
    .updateTable('events')
    .set({ event_id: crypto.randomUUID() })
    .where('mirror_id', '=', third);
  await stranger.where('seq', '=', 3).execute();
  expect(await askDatabase(db, fleet.mirrors)).toMatchObject({ ...SOUND, doubled: 1, altered: 1 });
  await db.deleteFrom('events').where('mirror_id', '=', first).where('seq', '=', 2).execute();
  expect(await askDatabase(db, fleet.mirrors)).toMatchObject({ lost: 1, gaps: 1 });
  expect(await askAgain(address, fleet.mirrors)).toMatchObject({ lost: 2 });
});
