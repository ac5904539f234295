import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { join } from '../../../../hq/contacts/join.ts';
import { correctCredit } from '../../../../hq/credit/correct.ts';
import { buildCounter, type Counter } from './counter-fixture.ts';
import { deedsIn, openPages, SLOW_START_MS, type TestPages } from './pages-fixture.ts';

let pages: TestPages;
let counter: Counter;
let numbers = 0;

beforeAll(async () => {
  pages = await openPages();
  counter = buildCounter(pages);
}, SLOW_START_MS);
afterAll(() => pages?.close());

/** A number that nobody else has here. */
const newPhone = () => `138001380${String(++numbers).padStart(2, '0')}`;

async function member(mirror: string, more: { visit_id?: string; nickname?: string } = {}) {
  const { nickname = 'Someone', ...code } = more;
  const phone = newPhone();
  const token = await counter.show(mirror, code);
  const nobody = { secret: null, ticket: null, source: 'link', locale: 'en' } as const;
  const joined = await join(counter.parts, { ...nobody, token, nickname, phone, marketing: true });
  if (joined.outcome !== 'joined') throw new Error(joined.outcome);
  return { id: joined.contactId, phone, token };
}

const contactOf = (id: string) =>
  pages.db.selectFrom('contacts').selectAll().where('contact_id', '=', id).executeTakeFirstOrThrow();

describe('a contact', () => {
  test('is found by her exact number however it is written, by a claim or by its code, and by nothing less', async () => {
    const { id, phone, token } = await member('own-1');
    const { claim_id } = await pages.db
      .selectFrom('claims')
      .select('claim_id')
      .where('contact_id', '=', id)
      .executeTakeFirstOrThrow();
    for (const query of [
      phone,
      `+86 ${phone}`,
      `0086-${phone.slice(0, 3)} ${phone.slice(3)}`,
      claim_id,
      token,
    ]) {
      const found = await pages.post('hq', '/contacts', { query });
      expect([found.statusCode, found.headers.location], query).toEqual([303, `/contacts/${id}`]);
    }
    for (const query of [phone.slice(0, 8), 'Someone', '', '%', claim_id.slice(0, 20)]) {
      const none = await pages.post('hq', '/contacts', { query });
      expect(none.statusCode, query).toBe(404);
      expect(none.body).toContain('Nobody is found');
    }
    const audited = await deedsIn(pages.db, 'contact-looked-up');
    expect(audited).toContainEqual(expect.objectContaining({ detail: { contact: id } }));
    expect(JSON.stringify(audited)).not.toContain(phone);
  });

  test('shows what she gave, her tags by her consent, her consents and her claims, and her number to nobody', async () => {
    const { id, phone } = await member('own-1', { visit_id: 'visit-of-tags', nickname: 'Tagged' });
    const shade = {
      mirror_id: 'own-1',
      visit_id: 'visit-of-tags',
      store_id: 'own',
      day: '2026-11-22',
      hour: 12,
    };
    const worn = { mode: 'shopper', finish: 'matte', worn: 1, dwell_ms: 42_000, hearts: 1, poor: 0 };
    await pages.db
      .insertInto('visit_shades')
      .values({ ...shade, ...worn, sku: 'VA-M01' })
      .execute();
    const { body } = await pages.get('hq', `/contacts/${id}`);
    for (const part of ['Tagged', 'VA-M01', 'matte', 'Own store', 'Own advisor', 'First touch', 'given'])
      expect(body, part).toContain(part);
    expect(body).not.toContain(phone);
    expect(body).toContain(phone.slice(-3));
    const withdrawn = await pages.post('hq', `/contacts/${id}/withdraw`, { purpose: 'membership' });
    expect(withdrawn.body).toContain('no tags without her consent');
    expect(withdrawn.body).not.toContain('VA-M01');
    const rows = await pages.db
      .selectFrom('consents')
      .select(['is_given'])
      .where('contact_id', '=', id)
      .where('purpose', '=', 'membership')
      .orderBy('id')
      .execute();
    expect(rows).toEqual([{ is_given: true }, { is_given: false }]);
    expect(await deedsIn(pages.db, 'consent-withdrawn')).toMatchObject([
      { detail: { contact: id, purpose: 'membership' } },
    ]);
    expect(withdrawn.body.match(/action="\/contacts\/[^"]+\/withdraw"/g)).toHaveLength(1);
  });

  test('is seen by the store and the dealer that she is credited to now, and no longer by those before', async () => {
    const { id, phone } = await member('own-1');
    const sees = async (who: 'dealer' | 'store') => [
      (await pages.get(who, `/contacts/${id}`)).statusCode,
      (await pages.post(who, '/contacts', { query: phone })).statusCode,
    ];
    expect([await sees('dealer'), await sees('store')]).toEqual([
      [200, 303],
      [200, 303],
    ]);
    const { claim_id } = await pages.db
      .selectFrom('claims')
      .select('claim_id')
      .where('contact_id', '=', id)
      .executeTakeFirstOrThrow();
    const { operator_id: operatorId } = await pages.db
      .selectFrom('operators')
      .select('operator_id')
      .where('role', '=', 'hq')
      .executeTakeFirstOrThrow();
    const correction = {
      mirrorId: 'own-1',
      claimId: claim_id,
      storeId: 'other',
      ba: null,
      reason: 'why',
      operatorId,
    };
    await correctCredit(counter.parts, correction);
    expect([await sees('dealer'), await sees('store')]).toEqual([
      [404, 404],
      [404, 404],
    ]);
  });

  test('of two stores is shown to either without a name of the other', async () => {
    const { id } = await member('own-1');
    const later = { contact: { contactId: id }, claimedMs: pages.clock.nowMs + 1 };
    const elsewhere = await counter.claim(await counter.show('other-1'), later);
    expect(elsewhere.outcome).toBe('bound');
    const { body } = await pages.get('store', `/contacts/${id}`);
    expect(body).toContain('Own store');
    expect(body).not.toMatch(/\bother\b|Other|\bwest\b|West/);
  });

  test('is deleted on her request after a question, and then is a stub that nothing leads to', async () => {
    const { id, phone } = await member('own-1', { nickname: 'Gone' });
    expect((await pages.get('hq', `/contacts/${id}/delete`)).body).toContain('Delete for good');
    expect((await contactOf(id)).nickname).toBe('Gone');
    expect((await pages.post('hq', `/contacts/${id}/delete`)).body).toContain('Her data is deleted');
    expect(await contactOf(id)).toMatchObject({
      nickname: null,
      phone: null,
      tier: null,
      deleted_ms: pages.clock.nowMs,
    });
    expect((await pages.post('hq', '/contacts', { query: phone })).statusCode).toBe(404);
    const stub = await pages.get('hq', `/contacts/${id}`);
    expect(stub.body).toContain('Her data was deleted');
    expect(stub.body).not.toMatch(/Gone|withdraw"|\/delete"/);
    expect((await pages.post('hq', `/contacts/${id}/delete`)).statusCode).toBe(404);
    expect(await deedsIn(pages.db, 'contact-deleted')).toMatchObject([{ detail: { contact: id } }]);
  });
});

describe('tiers from the till', () => {
  const upload = (file: string) => pages.upload('hq', '/contacts/tiers', {}, file);
  const count = async () => (await pages.db.selectFrom('contacts').select('contact_id').execute()).length;

  test('are given to members that HQ knows, and create nobody', async () => {
    const [one, two] = [await member('own-1'), await member('own-1')];
    const unjoined = await counter.claim(await counter.show('own-1'), {
      contact: { channel: 'phone', ref: '+8613900139000' },
    });
    const before = await count();
    const file = `\uFEFFphone,tier\r\n${one.phone},vip\r\n+86 ${two.phone},NEW\r\n13900139000,bought\r\n13700137000,repeat\r\n`;
    const { statusCode, body } = await upload(file);
    expect([statusCode, /Lines: 4\. Members found and given their tier: 2/.test(body)]).toEqual([200, true]);
    expect([(await contactOf(one.id)).tier, (await contactOf(two.id)).tier]).toEqual(['vip', 'new']);
    expect((await contactOf(unjoined.contactId ?? '')).tier).toBeNull();
    expect(await count()).toBe(before);
    expect(await deedsIn(pages.db, 'tiers-imported')).toMatchObject([{ detail: { lines: 4, matched: 2 } }]);
    expect((await pages.get('hq', `/contacts/${one.id}`)).body).toContain('VIP');
  });

  test('with one mistake are refused whole, each mistake by its line and no number told', async () => {
    const { id, phone } = await member('own-1');
    const file = `phone,tier\n${phone},vip\n12,vip\n13700137000,gold\n+86${phone},new\n13700137001\n`;
    const { statusCode, body } = await upload(file);
    expect(statusCode).toBe(422);
    for (const part of [
      'Line 3 (phone): this is no telephone number',
      'Line 4 (tier): &quot;gold&quot; is none of vip, repeat, bought, new',
      'Line 5 (phone): the number stands in line 2 already',
      'Line 6: the line must have 2 cells, not 1',
    ])
      expect(body).toContain(part);
    expect((await contactOf(id)).tier).toBeNull();
    for (const [broken, sentence] of [
      ['tier\nvip', 'the first line must be'],
      ['', 'the first line must be'],
      [`phone,tier\n${'13700137000,vip\n'.repeat(20_001)}`, 'import 20000 at once'],
    ] as const)
      expect((await upload(broken)).body).toContain(sentence);
    expect(await deedsIn(pages.db, 'tiers-imported')).toHaveLength(1);
  });
});
