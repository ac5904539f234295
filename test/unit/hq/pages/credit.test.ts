import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contactWayState } from '../../../../hq/claims/contact-ways.ts';
import { join } from '../../../../hq/contacts/join.ts';
import { correctCredit } from '../../../../hq/credit/correct.ts';
import { DAY_MS, NOON_MS } from '../hq-fixture.ts';
import { buildCounter, type Counter } from './counter-fixture.ts';
import { deedsIn, openPages, SLOW_START_MS, type TestPages } from './pages-fixture.ts';

let pages: TestPages;
let counter: Counter;
/** Tests keep apart by days of their own. */
let days = 0;

beforeAll(async () => {
  pages = await openPages();
  counter = buildCounter(pages);
}, SLOW_START_MS);
afterAll(() => pages?.close());

/** A day on which nothing was claimed, and `?from=…&to=…` for it. */
function newDay(): string {
  pages.clock.nowMs = NOON_MS + ++days * 3 * DAY_MS;
  const day = new Date(pages.clock.nowMs).toISOString().slice(0, 10);
  return `?from=${day}&to=${day}`;
}

/** Sessions end with the day. */
async function json(who: 'hq' | 'dealer' | 'store', url: string) {
  await awake();
  return (await pages.get(who, url)).json();
}

async function awake() {
  const { nowMs } = pages.clock;
  await pages.db
    .updateTable('operator_sessions')
    .set({ seen_ms: nowMs, expires_ms: nowMs + DAY_MS })
    .execute();
}

const HQ_OPERATOR = async () => {
  const { operator_id } = await pages.db
    .selectFrom('operators')
    .select('operator_id')
    .where('login', '=', 'hq-desk')
    .executeTakeFirstOrThrow();
  return operator_id;
};

async function correct(mirrorId: string, claimId: string, storeId: string, ba: string | null = null) {
  const operatorId = await HQ_OPERATOR();
  await correctCredit(counter.parts, {
    mirrorId,
    claimId,
    storeId,
    ba,
    reason: 'she served there',
    operatorId,
  });
}

describe('sums of credit', () => {
  test('are the same as page, JSON and CSV, and each export is in the audit', async () => {
    const day = newDay();
    for (let i = 0; i < 3; i++) await counter.claim(await counter.show('own-1'));
    const twice = await counter.show('other-1');
    await counter.claim(twice);
    await counter.claim(twice);
    await counter.claim(await counter.mint('own-1'));
    const report = await json('hq', `/credit.json${day}`);
    expect(report.total).toMatchObject({ claims: 6, 'first-touch': 4, double: 1, pending: 1, known: 0 });
    expect(report.byStore).toMatchObject([
      { store: 'own', claims: 4, 'first-touch': 3, pending: 1 },
      { store: 'other', claims: 2, 'first-touch': 1, double: 1 },
    ]);
    expect(report.byDealer).toMatchObject([
      { dealer: 'east', claims: 4 },
      { dealer: 'west', claims: 2 },
    ]);
    const csv = await pages.get('hq', `/credit.csv${day}`);
    expect(csv.headers['content-disposition']).toContain('vermilion-credit-');
    const rows: Record<string, string>[] = parse(csv.body, { bom: true, columns: true });
    const value = (part: string, store: string, key: string, figure: string) =>
      rows.find((row) => row.part === part && row.store === store && row.key === key && row.figure === figure)
        ?.value;
    const { body } = await pages.get('hq', `/credit${day}`);
    const written = [...body.matchAll(/<div class="figure">(\d+)<\/div>/g)].map(([, figure]) => figure);
    expect(written).toEqual(Object.values(report.total).map(String));
    for (const [figure, count] of Object.entries(report.total))
      expect(value('total', '', '', figure), figure).toBe(String(count));
    for (const { store, ba, ...counts } of report.byBa)
      for (const [figure, count] of Object.entries(counts))
        expect(value('byBa', store, ba ?? '', figure), `${store} ${ba} ${figure}`).toBe(String(count));
    const forms = (await deedsIn(pages.db, 'credit-exported')).map(({ detail }) => detail.form);
    expect(forms).toEqual(expect.arrayContaining(['json', 'csv']));
  });

  test('are narrowed by store, mirror, advisor and dealer', async () => {
    const day = newDay();
    await counter.claim(await counter.show('own-1'));
    await counter.claim(await counter.show('own-1', { ba: 'ba-second' }));
    await counter.claim(await counter.show('other-1'));
    const claims = async (more: string) => (await json('hq', `/credit.json${day}${more}`)).total.claims;
    expect(await claims('')).toBe(3);
    expect(await claims('&store=own')).toBe(2);
    expect(await claims('&mirror=other-1')).toBe(1);
    expect(await claims('&ba=ba-own')).toBe(1);
    expect(await claims('&dealer=east')).toBe(2);
    expect((await pages.get('hq', `/credit.json${day}&store=nothing`)).statusCode).toBe(404);
    expect((await pages.get('hq', '/credit.json?colour=red')).statusCode).toBe(400);
  });

  test('show what a silent platform did not tell instead of guessing it, and pages that were opened only', async () => {
    const day = newDay();
    const claimed = await counter.show('own-1', { carrier: 'wecom-link' });
    await counter.claim(claimed, { carrier: 'wecom-link' });
    await counter.show('own-1', { carrier: 'wecom-link' });
    await counter.show('own-1', { carrier: 'line' });
    for (let i = 0; i < 3; i++) await counter.show('own-1', { carrier: 'wecom-contact' });
    const state = contactWayState('own-1', 'ba-own');
    await counter.claim('', {
      used: { state },
      carrier: 'wecom-contact',
      contact: { channel: 'wecom', ref: 'w1' },
    });
    await counter.show('own-1', { opened_ms: pages.clock.nowMs });
    const joined = await counter.show('own-1', { opened_ms: pages.clock.nowMs });
    const nobody = { phone: null, locale: 'en', marketing: false, secret: null, ticket: null } as const;
    await join(counter.parts, { ...nobody, token: joined, source: 'link', nickname: 'A' });
    await counter.show('own-1', { carrier: 'wecom-link', visit_id: 'demonstration' });
    await pages.db.insertInto('visits').values(demonstration('demonstration')).execute();
    const report = await json('hq', `/credit.json${day}`);
    expect(report.total).toMatchObject({ untold: 3, opened: 1 });
    const untold = report.byCarrier.map(({ carrier, untold }: Record<string, unknown>) => [carrier, untold]);
    expect(Object.fromEntries(untold)).toEqual({ link: 0, 'wecom-link': 1, 'wecom-contact': 2 });
    expect(report.byBa).toMatchObject([{ store: 'own', ba: 'ba-own', untold: 3, opened: 1 }]);
    expect((await pages.get('hq', `/credit${day}`)).body).toContain('shown, the platform would not tell');
  });
});

const demonstration = (visit_id: string) => ({
  ...{
    mirror_id: 'own-1',
    store_id: 'own',
    day: null,
    visit_id,
    hour: null,
    mode: 'demo',
    ba: null,
    carrier: null,
  },
  ...{ facts: '{}', visits: 1, tryons: 1, codes: 0, claims: 0, joins: 0 },
  ...{ worn: 1, tryon_ms: 1000, poor_tryons: 0, sensed: 0 },
});

describe('a store and a dealer', () => {
  test('see what was shown in or is credited to what is theirs, and of others no name', async () => {
    const day = newDay();
    await counter.claim(await counter.show('own-1'));
    await counter.claim(await counter.show('moved-1'));
    await counter.claim(await counter.show('other-1'));
    const ref = { channel: 'line', ref: 'bound elsewhere' } as const;
    await counter.claim(await counter.show('other-1'), { contact: ref, claimedMs: pages.clock.nowMs - 1 });
    await counter.claim(await counter.show('own-1'), { contact: ref });
    expect((await json('hq', `/credit.json${day}`)).total.claims).toBe(5);
    const dealer = await json('dealer', `/credit.json${day}`);
    expect(dealer.total).toMatchObject({ claims: 3, 'first-touch': 2, bound: 1 });
    expect(dealer.byDealer).toMatchObject([
      { dealer: 'east', claims: 2 },
      { dealer: null, bound: 1 },
    ]);
    const store = await json('store', `/credit.json${day}`);
    expect(store.total).toMatchObject({ claims: 2, 'first-touch': 1, bound: 1 });
    expect(store.byStore).toMatchObject([
      { store: 'own', claims: 1 },
      { store: null, bound: 1 },
    ]);
    expect(store.byDealer).toEqual([]);
    for (const [who, theirs] of [
      ['dealer', /\bother\b|Other|\bwest\b|West/],
      ['store', /\bother\b|Other|\bmoved\b|Moved|\bwest\b|West|\beast\b|East/],
    ] as const)
      for (const url of ['/credit', '/credit.json', '/credit.csv'])
        expect((await pages.get(who, `${url}${day}`)).body, `${who} ${url}`).not.toMatch(theirs);
  });

  test('who was credited before goes on seeing the row, with the reason, and not the contact', async () => {
    newDay();
    const { claimId, contactId } = await counter.claim(await counter.show('moved-1'));
    const own = await counter.claim(await counter.show('own-1'));
    await correct('moved-1', claimId, 'other', 'ba-other');
    await correct('own-1', own.claimId, 'other');
    await awake();
    const dealer = await pages.get('dealer', `/credit/moved-1/${claimId}`);
    expect(dealer.statusCode).toBe(200);
    expect(dealer.body).toContain('she served there');
    expect(dealer.body).toContain('Moved store');
    expect(dealer.body).toContain('another store');
    expect(dealer.body).not.toMatch(/Other store|Other advisor|West|hq-desk/);
    expect(dealer.body).not.toContain(contactId);
    expect((await pages.get('dealer', `/contacts/${contactId}`)).statusCode).toBe(404);
    expect((await pages.get('store', `/credit/moved-1/${claimId}`)).statusCode).toBe(404);
    expect((await pages.get('store', `/credit/own-1/${own.claimId}`)).statusCode).toBe(200);
    const hq = await pages.get('hq', `/credit/moved-1/${claimId}`);
    expect(hq.body).toMatch(/hq-desk/);
    expect(hq.body).toContain('Other store');
  });

  test('who is credited for a code of another store finds it without that mirror’s name', async () => {
    const day = newDay();
    const ref = { channel: 'line', ref: 'won at own' } as const;
    await counter.claim(await counter.show('own-1'), { contact: ref, claimedMs: pages.clock.nowMs - 1 });
    const { claimId, outcome } = await counter.claim(await counter.show('other-1'), { contact: ref });
    expect(outcome).toBe('bound');
    await awake();
    expect((await pages.get('store', `/credit${day}`)).body).toContain(`/credit/-/${claimId}`);
    const page = await pages.get('store', `/credit/-/${claimId}`);
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/other-1|Other/);
    expect((await pages.get('dealer', '/credit/-/nothing')).statusCode).toBe(404);
  });
});

describe('a correction', () => {
  test('is a version of its own: what stood before stays as it was, and the database refuses to change it', async () => {
    newDay();
    const { claimId } = await counter.claim(await counter.show('own-1'));
    const versions = () =>
      pages.db.selectFrom('credits').selectAll().where('claim_id', '=', claimId).orderBy('version').execute();
    const [before] = await versions();
    await awake();
    const url = `/credit/own-1/${claimId}`;
    const fields = { store: 'other', ba: 'ba-other', reason: 'she served there' };
    const done = await pages.post('hq', url, fields);
    expect([done.statusCode, done.body.includes('a new version holds')]).toEqual([200, true]);
    const after = await versions();
    expect(after).toHaveLength(2);
    expect(after[0]).toEqual(before);
    expect(after[1]).toMatchObject({
      ...{ outcome: 'corrected', credit_store_id: 'other', credit_dealer_id: 'west', credit_ba: 'ba-other' },
      ...{ reason: 'she served there', operator_id: await HQ_OPERATOR() },
    });
    for (const change of [sql`UPDATE credits SET credit_ba = 'ba-own'`, sql`DELETE FROM credits`])
      await expect(change.execute(pages.db)).rejects.toThrow('only ever added to');
    expect(await versions()).toEqual(after);
    expect(await deedsIn(pages.db, 'credit-corrected')).toContainEqual({
      operator_id: await HQ_OPERATOR(),
      detail: { mirror: 'own-1', claim: claimId },
    });
  });

  test('is for role hq alone, from a form of HQ’s own, for an advisor of the store, with a reason', async () => {
    newDay();
    const { claimId } = await counter.claim(await counter.show('own-1'));
    await awake();
    const url = `/credit/own-1/${claimId}`;
    const good = { store: 'own', ba: '', reason: 'why' };
    const status = async (
      who: 'hq' | 'dealer' | 'store' | 'nobody',
      fields: Record<string, string>,
      csrf?: string,
    ) => (await pages.post(who, url, fields, csrf)).statusCode;
    expect(
      await Promise.all((['dealer', 'store', 'nobody'] as const).map((who) => status(who, good))),
    ).toEqual([403, 403, 303]);
    expect(await status('hq', good, 'guess')).toBe(403);
    for (const [wrong, sentence] of [
      [{ reason: ' ' }, 'Say why'],
      [{ ba: 'ba-other' }, 'not of this store'],
      [{ store: 'nothing' }, 'does not have this store'],
    ] as const) {
      const refused = await pages.post('hq', url, { ...good, ...wrong });
      expect(refused.statusCode).toBe(422);
      expect(refused.body).toContain(sentence);
    }
    expect((await pages.post('hq', '/credit/own-1/nothing', good)).statusCode).toBe(404);
    const { rows } = await sql`SELECT 1 FROM credits WHERE claim_id = ${claimId}`.execute(pages.db);
    expect(rows).toHaveLength(1);
    for (const who of ['dealer', 'store'] as const)
      expect((await pages.get(who, url)).body).not.toContain('<form method="post" action="/credit');
  });
});
