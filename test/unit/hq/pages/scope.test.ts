import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopeOf } from '../../../../hq/accounts/scope.ts';
import { openPages, SLOW_START_MS, type TestPages, WHO } from './pages-fixture.ts';

let pages: TestPages;

beforeAll(async () => {
  pages = await openPages();
}, SLOW_START_MS);
afterAll(() => pages?.close());

/** Whoever is not signed in is led to do so, and data is refused. */
const PAGE = 303;
const DATA = 401;

/** Answers to role hq, dealer east, store own, and nobody. `moved` is east's since the 20th, `other` west's. */
const READ: readonly (readonly [url: string, hq: number, dealer: number, store: number, nobody: number])[] = [
  ['/', 200, 200, 200, PAGE],
  ['/password', 200, 200, 200, PAGE],
  ['/fleet', 200, 200, 200, PAGE],
  ['/fleet/own-1', 200, 200, 200, PAGE],
  ['/fleet/moved-1', 200, 200, 404, PAGE],
  ['/fleet/other-1', 200, 404, 404, PAGE],
  ['/fleet/nothing', 404, 404, 404, PAGE],
  ['/counts', 200, 403, 200, PAGE],
  ['/registry', 200, 403, 403, PAGE],
  ['/inbox', 200, 403, 403, PAGE],
  ['/operators', 200, 403, 403, PAGE],
  ...['/funnel', '/funnel.json', '/funnel.csv'].flatMap((path) => {
    const nobody = path === '/funnel' ? PAGE : DATA;
    return [
      [path, 200, 200, 200, nobody],
      [`${path}?store=own`, 200, 200, 200, nobody],
      [`${path}?store=moved`, 200, 200, 404, nobody],
      [`${path}?store=other`, 200, 404, 404, nobody],
      [`${path}?mirror=own-1`, 200, 200, 200, nobody],
      [`${path}?mirror=other-1`, 200, 404, 404, nobody],
      [`${path}?ba=ba-own`, 200, 200, 200, nobody],
      [`${path}?ba=ba-other`, 200, 404, 404, nobody],
      [`${path}?dealer=east`, 200, 200, 404, nobody],
      [`${path}?dealer=west`, 200, 404, 404, nobody],
      [`${path}?store=nothing`, 404, 404, 404, nobody],
    ] as const;
  }),
];

type Written = readonly [
  url: string,
  fields: Record<string, string>,
  hq: number,
  dealer: number,
  store: number,
  nobody: number,
];
const WRITE: readonly Written[] = [
  ['/counts', { store: 'own', file: 'day,door\n2026-11-01,1' }, 200, 403, 200, PAGE],
  ['/counts', { store: 'other', file: 'day,door\n2026-11-01,1' }, 200, 403, 404, PAGE],
  ['/registry', { file: 'kind,id,name\nbrand,b,Brand' }, 200, 403, 403, PAGE],
  ['/inbox', { kind: 'stock', target: 'mirror', mirror: 'own-1', body: '{"VA-M01":3}' }, 200, 403, 403, PAGE],
  ['/operators', { login: 'new-one', scope: 'store:own' }, 200, 403, 403, PAGE],
  ['/fleet/own-1/code', {}, 200, 403, 403, PAGE],
  ['/fleet/nothing/code', {}, 404, 403, 403, PAGE],
  ['/operators/nothing/password', {}, 404, 403, 403, PAGE],
  ['/operators/nothing/remove', {}, 404, 403, 403, PAGE],
];

describe('each role', () => {
  test.each(READ)('reads %s or not, as its scope says', async (url, ...statuses) => {
    const replies = await Promise.all(WHO.map((who) => pages.get(who, url)));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(statuses);
  });

  test.each(WRITE)('writes to %s or not, as its scope says (%#)', async (url, fields, ...statuses) => {
    const replies = [];
    for (const who of WHO) replies.push(await pages.post(who, url, fields));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(statuses);
  });

  test('is told of a foreign id what it is told of one that nobody has', async () => {
    const plain = async (url: string) => (await pages.get('store', url)).json();
    expect(await plain('/funnel.json?store=other')).toEqual(await plain('/funnel.json?store=nothing'));
  });

  test('finds no name of what is not its own on any page', async () => {
    for (const url of ['/', '/fleet', '/funnel', '/funnel.csv', '/counts']) {
      expect((await pages.get('store', url)).body, url).not.toMatch(/other|Other|moved|Moved|West/);
      expect((await pages.get('dealer', url)).body, url).not.toMatch(/other-1|Other|West/);
    }
    expect((await pages.get('dealer', '/fleet')).body).toContain('Moved mirror');
  });
});

describe('a store that changed its dealer', () => {
  const visit = (mirror_id: string, store_id: string, day: string, visit_id: string) => ({
    ...{ mirror_id, store_id, day, visit_id, hour: 12, mode: 'shopper', ba: null, carrier: null },
    ...{ facts: '{}', visits: 1, tryons: 1, codes: 0, claims: 0, joins: 0 },
    ...{ worn: 1, tryon_ms: 1000, poor_tryons: 0, sensed: 0 },
  });

  test('counts for each dealer on the days on which it was its own', async () => {
    const { db } = pages;
    await db
      .insertInto('visits')
      .values([
        visit('moved-1', 'moved', '2026-11-19', 'a'),
        visit('moved-1', 'moved', '2026-11-20', 'b'),
        visit('moved-1', 'moved', '2026-11-21', 'c'),
        visit('other-1', 'other', '2026-11-20', 'd'),
      ])
      .execute();
    const visits = async (who: 'hq' | 'dealer' | 'store', more = '') => {
      const reply = await pages.get(who, `/funnel.json?from=2026-11-18&to=2026-11-22${more}`);
      return reply.json().total.visits;
    };
    expect([await visits('hq'), await visits('dealer'), await visits('store')]).toEqual([4, 2, 0]);
    expect([await visits('hq', '&dealer=east'), await visits('hq', '&dealer=west')]).toEqual([2, 2]);
    expect(await visits('dealer', '&store=moved')).toBe(2);
  });
});

test('an operator without a scope sees nothing', () => {
  expect(scopeOf({ role: 'dealer', scopeId: null })).toEqual({ kind: 'dealer', dealer: '' });
  expect(scopeOf({ role: 'store', scopeId: null })).toEqual({ kind: 'store', store: '' });
});
