import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOperator } from '../../../../hq/accounts/operators.ts';
import { beginSession, csrfOf } from '../../../../hq/accounts/sessions.ts';
import { sendToMirror } from '../../../../hq/inbox/send.ts';
import catalogue from '../../../../models/shades/catalogue.json' with { type: 'json' };
import { NOON_MS } from '../hq-fixture.ts';
import { buildCounter, type Counter } from './counter-fixture.ts';
import { cheapPasswords, deedsIn, openPages, SLOW_START_MS, type TestPages } from './pages-fixture.ts';

let pages: TestPages;
let counter: Counter;

beforeAll(async () => {
  pages = await openPages();
  counter = buildCounter(pages);
}, SLOW_START_MS);
afterAll(() => pages?.close());

const MINUTE_MS = 60_000;
const lookUp = (human: string) => pages.post('store', '/desk', { human });
const joinBy = (token: string, fields: Record<string, string>) =>
  pages.post('store', '/desk/join', { token, ...fields });
const contactsNamed = (nickname: string) =>
  pages.db.selectFrom('contacts').selectAll().where('nickname', '=', nickname).execute();

describe('the human code', () => {
  test('shows her shades however it is typed, and for how long it holds', async () => {
    await sendToMirror(pages.db, 'own-1', 'catalogue', catalogue as never, NOON_MS);
    await counter.show('own-1', { human: '10AB2345' });
    for (const typed of ['10AB2345', '1oab 2345', 'lO-AB-23 45', 'i0ab2345']) {
      const { statusCode, body } = await lookUp(typed);
      expect(statusCode, typed).toBe(200);
      expect(body).toContain('Bare Linen');
      expect(body).toContain('fill="#b67a68"');
      expect(body).toContain('Minutes left: 9');
    }
    expect(await deedsIn(pages.db, 'code-looked-up')).toContainEqual(
      expect.objectContaining({ detail: { found: 'code' } }),
    );
    expect(JSON.stringify(await deedsIn(pages.db, 'code-looked-up'))).not.toContain('10AB2345');
  });

  test('says what to do when it is mistyped, not here yet, over or used', async () => {
    expect((await lookUp('1234567')).body).toContain('eight letters and digits');
    expect((await lookUp('77777777')).body).toContain('wait a moment');
    await counter.show('own-1', { human: '0VER0000', shown_ms: NOON_MS - 11 * MINUTE_MS });
    const over = await lookUp('OVER0000');
    expect([over.statusCode, over.body.includes('it holds for ten minutes')]).toEqual([422, true]);
    const used = await counter.show('own-1', { human: 'VSED0000' });
    await counter.claim(used);
    expect((await lookUp('VSED0000')).body).toContain('This code has been used');
  });

  test('of another store is not here', async () => {
    await counter.show('other-1', { human: '0THER000' });
    const { statusCode, body } = await lookUp('0THER000');
    expect([statusCode, body.includes('wait a moment')]).toEqual([422, true]);
    expect(body).not.toContain('name="token"');
  });
});

describe('joining at the counter', () => {
  test('asks for two consents that nobody has ticked, and with the first alone makes her a member', async () => {
    const token = await counter.show('own-1', { human: 'J0000001' });
    const { body } = await lookUp('J0000001');
    expect(body).toMatch(/type="checkbox" name="membership" required>/);
    expect(body).toMatch(/type="checkbox" name="marketing">/);
    expect(body).not.toContain('checked');
    expect(body).toContain('ticks the boxes herself');
    expect(body).toContain('parent or guardian');
    const done = await joinBy(token, { nickname: 'First', phone: '', membership: 'on' });
    expect([done.statusCode, done.body.includes('She is a member now')]).toEqual([200, true]);
    const [contact] = await contactsNamed('First');
    const consents = await pages.db
      .selectFrom('consents')
      .select(['purpose', 'is_given', 'version', 'locale'])
      .where('contact_id', '=', contact?.contact_id ?? '')
      .execute();
    expect(consents).toEqual([{ purpose: 'membership', is_given: true, version: '1', locale: 'en' }]);
    const told = await pages.db.selectFrom('inbox').select('kind').where('mirror_id', '=', 'own-1').execute();
    expect(told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['claim', 'join']));
    expect(await deedsIn(pages.db, 'joined-at-desk')).toMatchObject([{ detail: { outcome: 'joined' } }]);
    expect((await joinBy(token, { nickname: 'Second', phone: '', membership: 'on' })).body).toContain(
      'This code has been used',
    );
    expect(await contactsNamed('Second')).toEqual([]);
  });

  test('without her consent, or with a number that is none, keeps what she typed and joins nobody', async () => {
    const token = await counter.show('own-1', { human: 'J0000002' });
    for (const [fields, sentence] of [
      [{ nickname: 'Nobody', phone: '', marketing: 'on' }, 'ticks the first box herself'],
      [{ nickname: 'Nobody', phone: '12', membership: 'on' }, 'no telephone number'],
      [{ nickname: ' ', phone: '', membership: 'on' }, 'Fill in what is asked for'],
    ] as const) {
      const refused = await joinBy(token, fields);
      expect(refused.statusCode).toBe(422);
      expect(refused.body).toContain(sentence);
      expect(refused.body).toContain(`name="nickname" value="${fields.nickname}"`);
      expect(refused.body).not.toContain('checked');
    }
    expect(await contactsNamed('Nobody')).toEqual([]);
  });

  test('goes on after the ten minutes of the human code, but not by a code of another store', async () => {
    const token = await counter.show('own-1', { human: 'J0000003', shown_ms: NOON_MS - 12 * MINUTE_MS });
    expect((await joinBy(token, { nickname: 'Slow', phone: '', membership: 'on' })).statusCode).toBe(200);
    const others = await counter.show('other-1', { human: 'J0000004' });
    expect((await joinBy(others, { nickname: 'Elsewhere', phone: '', membership: 'on' })).statusCode).toBe(
      422,
    );
    expect(await contactsNamed('Elsewhere')).toEqual([]);
  });
});

describe('after too many wrong codes', () => {
  const lookUpFrom = (address: string, session: string, human: string) =>
    pages.app.inject({
      method: 'POST',
      url: '/desk',
      headers: {
        cookie: `vermilion-hq-session=${session}; vermilion-hq-language=en`,
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-for': address,
      },
      payload: new URLSearchParams({ csrf: csrfOf(session), human }).toString(),
    });
  const newOperator = async (login: string) => {
    const operator = { login, role: 'store', scopeId: 'own' } as const;
    const { id } = await createOperator(pages.db, cheapPasswords, operator, NOON_MS);
    await pages.db
      .updateTable('operators')
      .set({ must_change: false })
      .where('operator_id', '=', id)
      .execute();
    return beginSession(pages.db, id, NOON_MS);
  };

  test('an operator guesses on from no address, not even with a right one, and others are left alone', async () => {
    await counter.show('own-1', { human: 'R1GHT000' });
    const [guesser, other] = [await newOperator('guesser'), await newOperator('other-one')];
    for (let i = 0; i < 10; i++) {
      const { statusCode } = await lookUpFrom(`192.0.2.${i}`, guesser, `GGGG00${i}0`);
      expect(statusCode, `guess ${i + 1}`).toBe(422);
    }
    const right = await lookUpFrom('192.0.2.77', guesser, 'R1GHT000');
    expect(right.statusCode).toBe(429);
    expect(right.body).toContain('Wait ten minutes');
    expect(right.body).not.toContain('name="token"');
    expect((await lookUpFrom('192.0.2.78', other, 'R1GHT000')).statusCode).toBe(200);
  });

  test('another operator of that address is left alone: stores share one, and a mirror’s word may be on its way', async () => {
    await counter.show('own-1', { human: 'R1GHT001' });
    const [store, next] = [await newOperator('first-one'), await newOperator('second-one')];
    for (let i = 0; i < 20; i++) await lookUpFrom('198.51.100.7', store, 'HHHH00');
    for (let i = 0; i < 10; i++)
      expect((await lookUpFrom('198.51.100.7', store, `HHHH00${i}0`)).statusCode).toBe(422);
    expect((await lookUpFrom('198.51.100.7', store, 'R1GHT001')).statusCode).toBe(429);
    expect((await lookUpFrom('198.51.100.7', next, 'R1GHT001')).statusCode).toBe(200);
  });

  test('nobody guesses on from an address of a hundred that are certainly wrong, whatever was not here before', async () => {
    await counter.show('own-1', { human: 'R1GHT002' });
    await counter.show('own-1', { human: '0VER0002', shown_ms: NOON_MS - 11 * MINUTE_MS });
    const statuses = async (who: string, human: string) => {
      const session = await newOperator(who);
      const found = new Set<number>();
      for (let i = 0; i < 10; i++) found.add((await lookUpFrom('203.0.113.7', session, human)).statusCode);
      return [...found];
    };
    for (let i = 0; i < 11; i++) expect(await statuses(`early-${i}`, '77777777')).toEqual([422]);
    for (let i = 0; i < 10; i++) expect(await statuses(`over-${i}`, 'OVER0002')).toEqual([422]);
    const last = await newOperator('the-last');
    expect((await lookUpFrom('203.0.113.7', last, 'R1GHT002')).statusCode).toBe(429);
    expect((await lookUpFrom('203.0.113.8', last, 'R1GHT002')).statusCode).toBe(200);
  });
});
