/** The same claims through many connections at once: one first contact, no ring of waiting, deliveries beside them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../../hq/storage/database.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '../../../fakes/postgres.ts';
import { type Claims, codeMirror, inboxOf, ledgerOf, openClaims, take } from './claims-fixture.ts';

let postgres: TestPostgres | undefined;
let hq: Claims;
beforeAll(async () => {
  postgres = await startPostgres({ fsync: false });
  if (postgres !== undefined) hq = await openClaims(await openDatabase({ url: postgres.url }));
});
afterAll(async () => {
  await hq?.close();
  await postgres?.stop();
});

/** startPostgres says why in one line. */
test.skipIf(!hasPostgres())('claims and deliveries at once credit each code once', async () => {
  const mirrors = await Promise.all([codeMirror(hq), codeMirror(hq, 'paris')]);
  const codes = Array.from({ length: 20 }, (_, i) => {
    const mirror = mirrors[i % 2] as (typeof mirrors)[number];
    return { mirror, token: mirror.token() };
  });
  await Promise.all(
    codes.flatMap(({ mirror, token }, i) => [
      mirror.shows(token),
      ...[0, 1, 2].map((person) => take(hq, token, `person-${(i + person) % 7}`)),
      take(hq, token, `person-${i % 7}`),
    ]),
  );
  const held = await ledgerOf(hq.db);
  expect(held).toHaveLength(60);
  const credited = held.filter(({ credit_store_id }) => credit_store_id !== null);
  expect(credited.map(({ token }) => token).toSorted()).toEqual(codes.map(({ token }) => token).toSorted());
  const firsts = credited
    .filter(({ outcome }) => outcome === 'first-touch')
    .map(({ contact_id }) => contact_id);
  expect(new Set(firsts).size).toBe(firsts.length);
  for (const { id } of mirrors) expect(await inboxOf(hq.db, id, 'claim')).toHaveLength(10);
});
