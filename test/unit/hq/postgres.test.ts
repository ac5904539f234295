import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../hq/storage/database.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '../../fakes/postgres.ts';
import { newMirror, openTestHq, registerStores, type TestHq } from './hq-fixture.ts';
import { recount } from './recount.ts';

/** startPostgres says why in one line. */
const onPostgres = test.skipIf(!hasPostgres());

let postgres: TestPostgres | undefined;
let hq: TestHq;

beforeAll(async () => {
  postgres = await startPostgres({ fsync: false });
  if (postgres !== undefined) hq = await openTestHq(await openDatabase({ url: postgres.url }));
});
afterAll(async () => {
  await hq?.close();
  await postgres?.stop();
});

onPostgres(
  'what mirrors send at once stands in PostgreSQL once, and visits count as their events say',
  async () => {
    await registerStores(hq.db);
    const mirrors = await Promise.all([newMirror(hq), newMirror(hq)]);
    await Promise.all(
      mirrors.map(async (mirror) => {
        const events = Array.from({ length: 20 }, () => mirror.visit()).flat();
        const halves = [0, 1].map((half) => events.filter((_event, i) => i % 2 === half));
        await Promise.all([...halves, ...halves].map((half) => mirror.send(half)));
      }),
    );
    const rows = await hq.db.selectFrom('events').select(['event_id', 'seq']).execute();
    expect(new Set(rows.map(({ event_id }) => event_id)).size).toBe(200);
    expect(rows).toHaveLength(200);
    expect(typeof rows[0]?.seq).toBe('number');
    expect(await recount(hq.db)).toEqual([]);
  },
);

onPostgres('a database that is away is a problem to try again, and none when it is back', async () => {
  const mirror = await newMirror(hq);
  await postgres?.kill();
  const reply = await mirror.post(JSON.stringify(mirror.visit()));
  expect(reply.json()).toMatchObject({ status: 503, code: 'database-away' });
  expect(reply.headers['retry-after']).toBe('5');
  expect((await hq.app.inject('/healthz')).statusCode).toBe(503);
  expect((await hq.app.inject('/metrics')).body).toContain('vermilion_hq_database_up 0');
  await postgres?.start();
  expect((await mirror.send(mirror.visit())).accepted).toHaveLength(5);
});
