import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contactWayState } from '../../../../hq/claims/contact-ways.ts';
import { mintFor } from '../../../../hq/claims/keys.ts';
import { verifyToken } from '../../../../hq/claims/verify.ts';
import { partsOf } from '../../../../main/contract/tokens.ts';
import { DAY_MS, NOON_MS } from '../hq-fixture.ts';
import { buildCounter, type Counter } from './counter-fixture.ts';
import { deedsIn, openPages, SLOW_START_MS, type TestPages } from './pages-fixture.ts';

let pages: TestPages;
let counter: Counter;

beforeAll(async () => {
  pages = await openPages();
  counter = buildCounter(pages);
}, SLOW_START_MS);
afterAll(() => pages?.close());

const keysOf = (mirror: string) =>
  pages.db
    .selectFrom('code_keys')
    .selectAll()
    .where('mirror_id', '=', mirror)
    .orderBy('created_ms')
    .execute();
const toldKeys = async (mirror: string) =>
  (
    await pages.db
      .selectFrom('inbox')
      .select('body')
      .where('mirror_id', '=', mirror)
      .where('kind', '=', 'code-key')
      .execute()
  ).map(({ body }) => JSON.parse(body).id);

describe('a mirror’s keys', () => {
  test('are listed without their secrets, for role hq alone', async () => {
    await counter.mint('own-1');
    const [key] = await keysOf('own-1');
    const { body } = await pages.get('hq', '/fleet/own-1');
    expect(body).toContain(`<code>${key?.key_id}</code>`);
    expect(body).not.toContain(key?.secret);
    for (const who of ['dealer', 'store'] as const)
      expect((await pages.get(who, '/fleet/own-1')).body).not.toContain(key?.key_id);
  });

  test('get a new one by a button, which the mirror is told; codes of the old one go on', async () => {
    const token = await counter.mint('moved-1');
    expect((await pages.post('hq', '/fleet/moved-1/key')).headers.location).toBe('/fleet/moved-1#keys');
    const keys = await keysOf('moved-1');
    expect(keys).toHaveLength(2);
    expect(keys.map(({ key_id }) => key_id)).toEqual(expect.arrayContaining(await toldKeys('moved-1')));
    expect(await verifyToken(pages.db, token)).toEqual({ mirrorId: 'moved-1' });
    expect(await deedsIn(pages.db, 'code-key-rotated')).toMatchObject([{ detail: { mirror: 'moved-1' } }]);
  });

  test('are revoked when one has leaked: its codes fail at once, and the mirror gets another', async () => {
    const token = await counter.mint('other-1');
    const [leaked] = await keysOf('other-1');
    const url = `/fleet/other-1/key/${leaked?.key_id}/revoke`;
    expect((await pages.post('hq', url.replace('other-1', 'own-1'))).statusCode).toBe(404);
    expect((await pages.post('dealer', url)).statusCode).toBe(403);
    expect(await verifyToken(pages.db, token)).toBeDefined();
    expect((await pages.post('hq', url)).statusCode).toBe(303);
    expect(await verifyToken(pages.db, token)).toBeUndefined();
    expect(await toldKeys('other-1')).toHaveLength(1);
    const { body } = await pages.get('hq', '/fleet/other-1');
    expect(body).toContain('revoked');
    expect(body).not.toContain(url);
    expect(await deedsIn(pages.db, 'code-key-revoked')).toMatchObject([
      { detail: { mirror: 'other-1', key: leaked?.key_id } },
    ]);
  });
});

test('HQ’s stock of codes is what was neither shown nor is past its end, of keys that still hold', async () => {
  const pooled = async (more: object) => {
    const row = {
      mirror_id: 'own-1',
      token: await counter.mint('own-1'),
      carrier: 'wechat-oa',
      created_ms: NOON_MS,
    };
    await pages.db
      .insertInto('code_pool')
      .values({ ...row, expires_ms: null, ...more })
      .execute();
    return row.token;
  };
  const { body: none } = await pages.get('hq', '/fleet/own-1');
  expect(none).toContain('no carrier of this mirror uses');
  await pooled({});
  await pooled({ expires_ms: NOON_MS + DAY_MS });
  await pooled({ expires_ms: NOON_MS - 1 });
  const shown = await pooled({});
  const code = {
    mirror_id: 'own-1',
    token: shown,
    first_seen_ms: NOON_MS,
    shown_ms: NOON_MS,
    received_ms: NOON_MS,
  };
  const unknown = { visit_id: null, benefit: null, ba: null, skus: null, human: null, opened_ms: null };
  const untold = { is_demo: false, claim_told_ms: null, join_told_ms: null };
  await pages.db
    .insertInto('codes')
    .values({ ...code, ...unknown, ...untold, store_id: 'own', carrier: 'wechat-oa' })
    .execute();
  const { body } = await pages.get('hq', '/fleet/own-1');
  expect(body).toContain('<dt>WeChat official account</dt><dd>2 left</dd>');
  const { keyId = '' } = partsOf(shown) ?? {};
  expect((await pages.post('hq', `/fleet/own-1/key/${keyId}/revoke`)).statusCode).toBe(303);
  await pooled({ token: await mintFor(pages.db, 'own-1') });
  const { body: after } = await pages.get('hq', '/fleet/own-1');
  expect(after).toContain('<dt>WeChat official account</dt><dd>1 left</dd>');
});

test('each advisor of the mirror’s store has the state of her static code', async () => {
  const { body } = await pages.get('hq', '/fleet/own-1');
  expect(body).toContain(contactWayState('own-1', 'ba-own'));
  expect(body).not.toContain(contactWayState('own-1', 'ba-other'));
});
