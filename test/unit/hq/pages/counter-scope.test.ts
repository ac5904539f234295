import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildCounter, type Counter } from './counter-fixture.ts';
import { openPages, SLOW_START_MS, type TestPages, WHO } from './pages-fixture.ts';

let pages: TestPages;
let counter: Counter;
/** `{own}` in an address stands for what belongs to that store. */
const claims: Record<string, string> = {};
const contacts: Record<string, string> = {};

beforeAll(async () => {
  pages = await openPages();
  counter = buildCounter(pages);
  for (const store of ['own', 'moved', 'other']) {
    const { claimId, contactId } = await counter.claim(await counter.show(`${store}-1`));
    claims[store] = claimId;
    contacts[store] = contactId ?? '';
  }
}, SLOW_START_MS);
afterAll(() => pages?.close());

const PAGE = 303;
const DATA = 401;

type Statuses = readonly [hq: number, dealer: number, store: number, nobody: number];

/** Answers to role hq, dealer east, store own, and nobody. `moved` is east's since the 20th, `other` west's. */
const READ: readonly (readonly [url: string, ...Statuses])[] = [
  ['/credit', 200, 200, 200, PAGE],
  ['/credit.json', 200, 200, 200, DATA],
  ['/credit.csv', 200, 200, 200, DATA],
  ['/credit?store=moved', 200, 200, 404, PAGE],
  ['/credit.json?store=other', 200, 404, 404, DATA],
  ['/credit.csv?mirror=other-1', 200, 404, 404, DATA],
  ['/credit?ba=ba-other', 200, 404, 404, PAGE],
  ['/credit?dealer=west', 200, 404, 404, PAGE],
  ['/credit/own-1/{claim own}', 200, 200, 200, PAGE],
  ['/credit/moved-1/{claim moved}', 200, 200, 404, PAGE],
  ['/credit/other-1/{claim other}', 200, 404, 404, PAGE],
  ['/credit/-/{claim other}', 200, 404, 404, PAGE],
  ['/credit/own-1/nothing', 404, 404, 404, PAGE],
  ['/desk', 403, 403, 200, PAGE],
  ['/contacts', 200, 200, 200, PAGE],
  ['/contacts/{contact own}', 200, 200, 200, PAGE],
  ['/contacts/{contact moved}', 200, 200, 404, PAGE],
  ['/contacts/{contact other}', 200, 404, 404, PAGE],
  ['/contacts/nothing', 404, 404, 404, PAGE],
  ['/contacts/{contact own}/delete', 200, 403, 403, PAGE],
  ['/advisors', 200, 403, 200, PAGE],
  ['/advisors?store=own', 200, 403, 200, PAGE],
  ['/advisors?store=other', 200, 403, 404, PAGE],
  ['/advisors/own/ba-own/photo', 404, 403, 404, PAGE],
];

const WRITE: readonly (readonly [url: string, fields: Record<string, string>, ...Statuses])[] = [
  ['/credit/own-1/{claim own}', { store: 'own', ba: '', reason: 'why' }, 200, 403, 403, PAGE],
  ['/desk', { human: 'ABCD2345' }, 403, 403, 422, PAGE],
  ['/desk/join', { token: 'nothing' }, 403, 403, 422, PAGE],
  ['/contacts', { query: '{claim own}' }, 303, 303, 303, PAGE],
  ['/contacts', { query: '{claim moved}' }, 303, 303, 404, PAGE],
  ['/contacts', { query: '{claim other}' }, 303, 404, 404, PAGE],
  ['/contacts/{contact own}/withdraw', { purpose: 'marketing' }, 200, 403, 403, PAGE],
  ['/contacts/{contact own}/withdraw', { purpose: 'photos' }, 400, 403, 403, PAGE],
  ['/contacts/nothing/withdraw', { purpose: 'marketing' }, 404, 403, 403, PAGE],
  ['/contacts/nothing/delete', {}, 404, 403, 403, PAGE],
  ['/contacts/tiers', { file: 'phone,tier\n' }, 200, 403, 403, PAGE],
  ['/advisors/own/ba-own', { 'line-en': 'Hello' }, 200, 403, 200, PAGE],
  ['/advisors/other/ba-other', { 'line-en': 'Hello' }, 200, 403, 404, PAGE],
  ['/advisors/own/ba-other', { 'line-en': 'Hello' }, 404, 403, 404, PAGE],
  ['/fleet/own-1/key', {}, 303, 403, 403, PAGE],
  ['/fleet/nothing/key', {}, 404, 403, 403, PAGE],
  ['/fleet/own-1/key/ffffff/revoke', {}, 404, 403, 403, PAGE],
  ['/contacts/{contact own}/delete', {}, 200, 403, 403, PAGE],
];

const filled = (text: string) =>
  text.replace(
    /\{(claim|contact) (\w+)\}/,
    (_all, what, store) => (what === 'claim' ? claims : contacts)[store] ?? '',
  );

describe('each role', () => {
  test.each(READ)('reads %s or not, as its scope says', async (url, ...statuses) => {
    const replies = await Promise.all(WHO.map((who) => pages.get(who, filled(url))));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(statuses);
  });

  test.each(WRITE)('writes to %s or not, as its scope says (%#)', async (url, fields, ...statuses) => {
    const sent = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, filled(value)]));
    const replies = [];
    for (const who of WHO) replies.push(await pages.post(who, filled(url), sent));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(statuses);
  });

  test.each(WRITE)('writes nothing to %s by a form of another page (%#)', async (url, fields) => {
    expect((await pages.post('hq', filled(url), fields, 'guess')).statusCode).toBe(403);
    expect((await pages.post('store', filled(url), fields, 'guess')).statusCode).toBe(403);
  });

  test('is offered the pages that it may open, and no others', async () => {
    for (const who of ['hq', 'dealer', 'store'] as const) {
      const { body } = await pages.get(who, '/credit');
      const ways = [...body.matchAll(/<a href="(\/[a-z]+)"/g)].map(([, path]) => path as string);
      for (const way of ways) expect((await pages.get(who, way)).statusCode, `${who} ${way}`).toBe(200);
      expect(ways.includes('/desk'), who).toBe(who === 'store');
    }
  });

  test('reads pages that run nothing and ask nobody but HQ', async () => {
    for (const url of ['/credit', '/credit/own-1/{claim own}', '/contacts', '/advisors', '/fleet/own-1']) {
      const { body, headers } = await pages.get('hq', filled(url));
      expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
      expect(body, url).not.toMatch(/<script|<style| style=| on\w+="|https?:\/\//);
    }
  });
});
