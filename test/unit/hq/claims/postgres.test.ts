/** The same claims through many connections at once: one first contact, no ring of waiting, deliveries beside them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ticketOf } from '../../../../hq/claims/ticket.ts';
import { deleteContact } from '../../../../hq/contacts/delete.ts';
import { type JoinRequest, join } from '../../../../hq/contacts/join.ts';
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

const REQUEST: JoinRequest = {
  ...{ token: '', source: 'link', nickname: null, phone: null, locale: 'en' },
  ...{ marketing: false, secret: null, ticket: null },
};

/** startPostgres says why in one line. */
const onPostgres = test.skipIf(!hasPostgres());

onPostgres('claims and deliveries at once credit each code once', async () => {
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

onPostgres(
  'who joins by her ticket while the mirror’s word of the code arrives waits for it in no ring',
  async () => {
    const mirror = await codeMirror(hq);
    for (let round = 0; round < 60; round++) {
      const token = mirror.token();
      const taken = await take(hq, token, `friend-${round}`);
      const contactId = (taken.kind === 'taken' && taken.contactId) || '';
      const ticket = await ticketOf(hq.db, token, contactId);
      const [joined] = await Promise.all([
        join(hq.parts, { ...REQUEST, token, ticket, nickname: `Friend ${round}` }),
        mirror.shows(token),
      ]);
      expect(joined).toMatchObject({ outcome: 'joined', contactId });
    }
  },
);

onPostgres('who deletes her data while a form of hers is sent leaves nothing behind', async () => {
  const mirror = await codeMirror(hq);
  for (let round = 0; round < 10; round++) {
    const nickname = `Gone ${round}`;
    const first = await join(hq.parts, { ...REQUEST, token: mirror.token(), nickname });
    if (first.outcome !== 'joined') throw new Error(first.outcome);
    const { contactId, manageSecret: secret = null } = first;
    const again = {
      ...REQUEST,
      token: mirror.token(),
      nickname,
      phone: `+8613900${100_000 + round}`,
      secret,
    };
    await Promise.all([deleteContact(hq.parts, contactId, { operatorId: null }), join(hq.parts, again)]);
    const refs = await hq.db
      .selectFrom('contact_refs')
      .selectAll()
      .where('contact_id', '=', contactId)
      .execute();
    const row = await hq.db
      .selectFrom('contacts')
      .select(['nickname', 'phone', 'manage_hash'])
      .where('contact_id', '=', contactId)
      .executeTakeFirst();
    expect([refs, row]).toEqual([[], { nickname: null, phone: null, manage_hash: null }]);
  }
});
