import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCode } from '../../../../hq/claims/codes.ts';
import { fitsTicket, ticketOf } from '../../../../hq/claims/ticket.ts';
import { deleteContact } from '../../../../hq/contacts/delete.ts';
import { type JoinRequest, join } from '../../../../hq/contacts/join.ts';
import { findMember, setConsent } from '../../../../hq/contacts/member.ts';
import { tagsOf } from '../../../../hq/contacts/tags.ts';
import { CLAIMABLE_MS } from '../../../../main/contract/tokens.ts';
import { type Claims, codeMirror, inboxOf, ledgerOf, openClaims, take } from '../claims/claims-fixture.ts';
import { WORN } from '../hq-fixture.ts';

let hq: Claims;
let mirror: Awaited<ReturnType<typeof codeMirror>>;
beforeAll(async () => {
  hq = await openClaims();
  mirror = await codeMirror(hq);
});
afterAll(() => hq.close());

const request = (changes: Partial<JoinRequest> = {}): JoinRequest => ({
  token: '',
  source: 'link',
  nickname: 'Lin',
  phone: null,
  locale: 'zh-CN',
  marketing: false,
  secret: null,
  ticket: null,
  ...changes,
});

let numbers = 0;
/** A number of the plan's that is nobody's twice. */
const newPhone = () => `+8613800${String(100_000 + ++numbers)}`;

async function shownToken(): Promise<string> {
  const token = mirror.token();
  await mirror.shows(token);
  return token;
}

async function joinNew(changes: Partial<JoinRequest> = {}) {
  const token = await shownToken();
  const joined = await join(hq.parts, request({ token, ...changes }));
  if (joined.outcome !== 'joined') throw new Error(joined.outcome);
  return { token, ...joined };
}

describe('joining', () => {
  test('claims the code, credits it, notes the consents and tells the mirror', async () => {
    const { token, contactId, manageSecret = '' } = await joinNew({ marketing: true });
    expect(await readCode(hq.db, token, hq.clock.nowMs)).toMatchObject({ state: 'claimed', contactId });
    expect((await ledgerOf(hq.db)).filter((row) => row.token === token)).toMatchObject([
      { outcome: 'first-touch' },
    ]);
    expect(await findMember(hq.db, manageSecret)).toMatchObject({
      nickname: 'Lin',
      phone: null,
      consents: [
        { purpose: 'marketing', version: '1', isGiven: true },
        { purpose: 'membership', version: '1', isGiven: true },
      ],
    });
    const [claim, joined] = [
      await inboxOf(hq.db, mirror.id, 'claim'),
      await inboxOf(hq.db, mirror.id, 'join'),
    ];
    expect(claim.at(-1)).toMatchObject({ token, contact: 'new' });
    expect(joined.at(-1)).toMatchObject({ token, tier: null });
    expect(JSON.stringify(joined)).not.toContain(contactId);
  });

  test('gives no consent that was not ticked', async () => {
    const { manageSecret = '' } = await joinNew();
    const member = await findMember(hq.db, manageSecret);
    expect(member?.consents.map(({ purpose }) => purpose)).toEqual(['membership']);
  });

  test('with a code that somebody else has is turned down and leaves nobody behind', async () => {
    const { token } = await joinNew();
    const before = await hq.db.selectFrom('contacts').select('contact_id').execute();
    expect(await join(hq.parts, request({ token }))).toEqual({ outcome: 'already-taken' });
    expect(await hq.db.selectFrom('contacts').select('contact_id').execute()).toEqual(before);
  });

  test('with her own link once more is idempotent, and with another code is known', async () => {
    const { token, contactId, manageSecret = '' } = await joinNew();
    const again = await join(hq.parts, request({ token, nickname: null, secret: manageSecret }));
    expect(again).toEqual({ outcome: 'joined', contactId });
    hq.clock.nowMs += 1;
    const next = await shownToken();
    await join(hq.parts, request({ token: next, nickname: null, secret: manageSecret }));
    const rows = (await ledgerOf(hq.db)).filter(({ contact_id }) => contact_id === contactId);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['first-touch', 'known']);
    expect((await inboxOf(hq.db, mirror.id, 'claim')).at(-1)).toMatchObject({
      token: next,
      contact: 'known',
    });
  });

  test('by a number that HQ has makes a known contact, and neither shows nor changes what is under it', async () => {
    const phone = newPhone();
    const { contactId, manageSecret = '' } = await joinNew({ phone, nickname: 'Lin' });
    await hq.db.updateTable('contacts').set({ tier: 'vip' }).where('contact_id', '=', contactId).execute();
    const token = await shownToken();
    const typed = phone.slice(3).replace(/(\d{3})(\d{4})/, '$1 $2-');
    const stranger = await join(hq.parts, request({ token, nickname: 'Somebody', phone: typed }));
    expect(stranger).toEqual({ outcome: 'joined', contactId });
    expect(await findMember(hq.db, manageSecret)).toMatchObject({
      nickname: 'Lin',
      phone: `+86 ••••${phone.slice(-3)}`,
    });
    expect((await inboxOf(hq.db, mirror.id, 'join')).at(-1)).toMatchObject({ token, tier: null });
  });

  test('by a number that HQ has gives no consent that its owner took back, and tags her with nothing', async () => {
    const phone = newPhone();
    const { contactId } = await joinNew({ phone });
    await setConsent(hq.parts, contactId, 'membership', false, 'zh-CN');
    const before = await hq.db
      .selectFrom('consents')
      .selectAll()
      .where('contact_id', '=', contactId)
      .execute();
    const token = mirror.token();
    const visitId = await mirror.shows(token);
    await mirror.send([mirror.mint({ type: 'shade.worn', visitId, body: WORN })]);
    await join(hq.parts, request({ token, phone, marketing: true }));
    expect(
      await hq.db.selectFrom('consents').selectAll().where('contact_id', '=', contactId).execute(),
    ).toEqual(before);
    expect(await tagsOf(hq.db, contactId)).toBeUndefined();
    await setConsent(hq.parts, contactId, 'membership', true, 'zh-CN');
    expect((await tagsOf(hq.db, contactId))?.shades).toEqual([]);
  });

  test.each([
    ['no name and no number', { nickname: '  ' }, 'name-missing'],
    ['a number that can be none', { phone: '12345' }, 'phone-invalid'],
    ['a token of nobody', { token: `1${'A'.repeat(28)}` }, 'refused'],
  ] as const)('with %s is turned down', async (_what, changes, outcome) => {
    const token = await shownToken();
    expect(await join(hq.parts, request({ token, ...changes }))).toEqual({ outcome });
  });

  test('a day too late is turned down', async () => {
    const token = mirror.token();
    await mirror.shows(token, {}, hq.clock.nowMs - CLAIMABLE_MS - 1);
    expect(await join(hq.parts, request({ token }))).toEqual({ outcome: 'expired' });
  });

  test('works while the mirror’s word has not come; credit follows', async () => {
    const token = mirror.token();
    expect(await join(hq.parts, request({ token }))).toMatchObject({ outcome: 'joined' });
    expect((await ledgerOf(hq.db)).filter((row) => row.token === token)).toMatchObject([
      { outcome: 'pending' },
    ]);
    await mirror.shows(token);
    expect((await ledgerOf(hq.db)).filter((row) => row.token === token)).toMatchObject([
      { outcome: 'first-touch' },
    ]);
  });

  test('by the ticket of a welcome message makes a friend a member; a wrong ticket does not', async () => {
    const token = await shownToken();
    const taken = await take(hq, token, 'friend-with-ticket');
    const contactId = (taken.kind === 'taken' && taken.contactId) || '';
    const ticket = await ticketOf(hq.db, token, contactId);
    expect(await fitsTicket(hq.db, await shownToken(), contactId, ticket)).toBe(false);
    expect(await join(hq.parts, request({ token, ticket: `${ticket.slice(0, -2)}AA` }))).toEqual({
      outcome: 'already-taken',
    });
    const joined = await join(hq.parts, request({ token, ticket, phone: newPhone() }));
    expect(joined).toMatchObject({ outcome: 'joined', contactId, manageSecret: expect.any(String) });
    expect((await inboxOf(hq.db, mirror.id, 'join')).at(-1)).toMatchObject({ token });
  });

  test('by staff at their own number is no credit, and leaves the code to a shopper', async () => {
    const ref = newPhone();
    await hq.db
      .insertInto('staff_refs')
      .values({ channel: 'phone', ref, store_id: 'shanghai', ba_id: 'ba-a' })
      .execute();
    const token = await shownToken();
    await join(hq.parts, request({ token, phone: ref }));
    expect((await ledgerOf(hq.db)).filter((row) => row.token === token)).toMatchObject([
      { outcome: 'self-scan' },
    ]);
    expect(await readCode(hq.db, token, hq.clock.nowMs)).toMatchObject({ state: 'open' });
  });
});

describe('a member', () => {
  test('takes a consent back and gives it again, and every word of it stays', async () => {
    const { contactId, manageSecret = '' } = await joinNew({ marketing: true });
    await setConsent(hq.parts, contactId, 'marketing', false, 'en');
    const marketing = (await findMember(hq.db, manageSecret))?.consents.find(
      ({ purpose }) => purpose === 'marketing',
    );
    expect(marketing).toMatchObject({ isGiven: false });
    await setConsent(hq.parts, contactId, 'marketing', true, 'en');
    const rows = await hq.db.selectFrom('consents').selectAll().where('contact_id', '=', contactId).execute();
    expect(rows.filter(({ purpose }) => purpose === 'marketing').map(({ is_given }) => is_given)).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('is tagged by the shades of her visits, and no more once membership is taken back', async () => {
    const token = mirror.token();
    const events = mirror.visit();
    const shown = events.find(({ type }) => type.includes('code.shown'));
    const visitId = shown?.visitid as string;
    const worn = mirror.mint({
      type: 'shade.worn',
      visitId,
      body: { ...WORN, sku: 'VA-S02', dwellMs: 9000 },
    });
    const body = { token, carrier: 'link' as const, benefit: null, ba: 'ba-b', skus: [WORN.sku] };
    const code = mirror.mint({ type: 'code.shown', visitId, body });
    await mirror.send([...events.filter((event) => event !== shown), worn, code]);
    const joined = await join(hq.parts, request({ token }));
    const contactId = joined.outcome === 'joined' ? joined.contactId : '';
    expect(await tagsOf(hq.db, contactId)).toEqual({
      channel: 'link',
      tier: null,
      stores: ['shanghai'],
      advisors: ['ba-b'],
      shades: [
        { sku: 'VA-S02', dwellMs: 9000 },
        { sku: WORN.sku, dwellMs: WORN.dwellMs },
      ],
      favourites: [WORN.sku],
      finishes: ['matte'],
      visits: 1,
    });
    await setConsent(hq.parts, contactId, 'membership', false, 'zh-CN');
    expect(await tagsOf(hq.db, contactId)).toBeUndefined();
  });

  test('who has her data deleted leaves an anonymous stub, her credit, and an audit row', async () => {
    const phone = newPhone();
    const { token, contactId, manageSecret = '' } = await joinNew({ phone, nickname: 'Erased-name' });
    await deleteContact(hq.parts, contactId, { operatorId: null });
    expect(await findMember(hq.db, manageSecret)).toBeUndefined();
    expect(await tagsOf(hq.db, contactId)).toBeUndefined();
    const everything = JSON.stringify(
      await Promise.all(
        (
          [
            'contacts',
            'contact_refs',
            'claims',
            'credits',
            'consents',
            'codes',
            'inbox',
            'events',
            'audit',
          ] as const
        ).map((table) => hq.db.selectFrom(table).selectAll().execute()),
      ),
    );
    for (const personal of [phone, 'Erased-name', manageSecret]) expect(everything).not.toContain(personal);
    const stub = await hq.db
      .selectFrom('contacts')
      .selectAll()
      .where('contact_id', '=', contactId)
      .executeTakeFirst();
    expect(stub).toMatchObject({
      nickname: null,
      phone: null,
      tier: null,
      manage_hash: null,
      deleted_ms: hq.clock.nowMs,
    });
    expect((await ledgerOf(hq.db)).filter((row) => row.token === token)).toMatchObject([
      { credit_ba: 'ba-a' },
    ]);
    const deeds = await hq.db.selectFrom('audit').selectAll().where('what', '=', 'contact-deleted').execute();
    expect(deeds.map(({ detail }) => JSON.parse(detail))).toContainEqual({ contact: contactId });
    const ticket = await ticketOf(hq.db, token, contactId);
    expect(await join(hq.parts, request({ token, ticket }))).toEqual({ outcome: 'already-taken' });
    // The same number is a new person to HQ.
    const { contactId: next } = await joinNew({ phone });
    expect(next).not.toBe(contactId);
  });
});
