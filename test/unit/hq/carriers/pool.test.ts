import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { buildCarrierMetrics } from '../../../../hq/carriers/metrics.ts';
import { buildCarrierParts } from '../../../../hq/carriers/parts.ts';
import { fillPool } from '../../../../hq/carriers/pool.ts';
import { giveKeyIfNone } from '../../../../hq/claims/keys.ts';
import { verifyToken } from '../../../../hq/claims/verify.ts';
import { MAX_MESSAGE_BYTES } from '../../../../hq/inbox/send.ts';
import { SHOWN_MS } from '../../../../main/contract/tokens.ts';
import { INBOX_BODIES, type InboxBody, type PoolLevels, WIRE_PATHS } from '../../../../main/contract/wire.ts';
import type { ApiDouble } from '../../../fakes/platforms/api-double.ts';
import {
  CREATE_CODE,
  DRAW_CODE,
  drawNoise,
  openWechatApi,
  STABLE_TOKEN,
} from '../../../fakes/platforms/wechat-api.ts';
import { NOON_MS, newMirror, type TestMirror } from '../hq-fixture.ts';
import { type Hooks, metricsOf, openHooks, PATIENCE, SECRETS, settingsOf } from './hooks-fixture.ts';

const LONGEST_IMAGE_BYTES = 60 * 1024;

let api: ApiDouble;
let hooks: Hooks;
let mirror: TestMirror;

beforeAll(async () => {
  api = await openWechatApi();
});
afterAll(() => api.close());
beforeEach(() => {
  api.asked.length = 0;
  api.instead.clear();
});

const openPools = () =>
  openHooks({
    wechatOa: { ...SECRETS.wechatOa, secret: 'oa-secret', apiAddress: api.address },
    wechatMini: {
      ...SECRETS.wechatMini,
      secret: 'mini-secret',
      page: 'pages/shades/index',
      apiAddress: api.address,
    },
  });

async function newMirrorWithKey(): Promise<TestMirror> {
  const own = await newMirror(hooks);
  await giveKeyIfNone(hooks.db, own.id, NOON_MS);
  return own;
}

async function messagesOf({ id }: TestMirror) {
  const rows = await hooks.db
    .selectFrom('inbox')
    .select('body')
    .where('mirror_id', '=', id)
    .where('kind', '=', 'pool')
    .orderBy('cursor')
    .execute();
  return rows.map(({ body }) => ({
    bytes: Buffer.byteLength(body),
    body: JSON.parse(body) as InboxBody<'pool'>,
  }));
}
const itemsOf = async (of: TestMirror) => (await messagesOf(of)).flatMap(({ body }) => body.items);

async function newestCursor({ id }: TestMirror): Promise<number> {
  const row = await hooks.db
    .selectFrom('mirrors')
    .select('inbox_cursor')
    .where('mirror_id', '=', id)
    .executeTakeFirstOrThrow();
  return row.inbox_cursor;
}

/** Of a mirror that has read everything, unless it says otherwise. */
async function poll(levels: PoolLevels, of = mirror, after?: number) {
  const url = WIRE_PATHS.inbox(of.id, after ?? (await newestCursor(of)), levels);
  const reply = await hooks.call({ url, headers: { authorization: `Bearer ${of.key}` } });
  expect(reply.statusCode).toBe(200);
  return reply.json().messages;
}

const untilItems = (count: number, of = mirror) =>
  vi.waitFor(async () => expect(await itemsOf(of)).toHaveLength(count), PATIENCE);
const untilFailures = (count: number) =>
  vi.waitFor(
    async () => expect(await metricsOf(hooks)).toContain(`vermilion_hq_carrier_failures_total ${count}`),
    PATIENCE,
  );
const timesAsked = (path: string) => api.pathsAsked().filter((asked) => asked === path).length;

describe('a pool', () => {
  beforeAll(async () => {
    hooks = await openPools();
  });
  afterAll(() => hooks.close());
  beforeEach(async () => {
    mirror = await newMirrorWithKey();
  });

  test('of the official account is filled when it is low, each code with a token of this mirror', async () => {
    await poll({ 'wechat-oa': 9 });
    await untilItems(20);
    const items = await itemsOf(mirror);
    expect(new Set(items.map(({ token }) => token)).size).toBe(20);
    for (const { token, payload, image, expiresMs } of items) {
      expect(await verifyToken(hooks.db, token)).toEqual({ mirrorId: mirror.id });
      expect({ payload, image, expiresMs }).toEqual({
        payload: `http://weixin.qq.com/q/${token.slice(-12)}`,
        image: null,
        expiresMs: NOON_MS + 2_592_000_000 - SHOWN_MS,
      });
    }
    const rows = await hooks.db
      .selectFrom('code_pool')
      .select(['token', 'carrier'])
      .where('mirror_id', '=', mirror.id)
      .execute();
    expect(rows.map(({ token }) => token).sort()).toEqual(items.map(({ token }) => token).sort());
    expect(rows[0]).toMatchObject({ carrier: 'wechat-oa' });
  });

  test('is asked of WeChat as it documents, and with another access token when the one does not hold', async () => {
    api.access = 'ACCESS_2';
    await poll({ 'wechat-oa': 0 });
    await untilItems(20);
    const created = api.asked.filter(({ path }) => path === CREATE_CODE).at(-1);
    expect(created).toEqual({
      path: CREATE_CODE,
      query: { access_token: 'ACCESS_2' },
      body: {
        expire_seconds: 2_592_000,
        action_name: 'QR_STR_SCENE',
        action_info: { scene: { scene_str: expect.stringMatching(/^1[\w-]{28}$/) } },
      },
    });
    expect(timesAsked(STABLE_TOKEN)).toBe(1);
    expect(api.asked.find(({ path }) => path === STABLE_TOKEN)?.body).toEqual({
      grant_type: 'client_credential',
      appid: SECRETS.wechatOa.appId,
      secret: 'oa-secret',
    });
  });

  test('that is not low, or not told of, or unheard of is left', async () => {
    await poll({ 'wechat-oa': 10 });
    await poll({});
    const url = `${WIRE_PATHS.inbox(mirror.id, await newestCursor(mirror))}&pool=line:0,wechat-oa:x,,`;
    await hooks.call({ url, headers: { authorization: `Bearer ${mirror.key}` } });
    const served = await newMirrorWithKey();
    await poll({ 'wechat-oa': 0 }, served);
    await untilItems(20, served);
    expect(await itemsOf(mirror)).toEqual([]);
    expect(timesAsked(CREATE_CODE)).toBe(20);
  });

  test('is not filled again as long as codes are on their way, nor twice at once', async () => {
    const after = await newestCursor(mirror);
    await Promise.all(Array.from({ length: 6 }, () => poll({ 'wechat-oa': 0 }, mirror, after)));
    await untilItems(20);
    expect(await poll({ 'wechat-oa': 0 }, mirror, after)).toMatchObject([{ kind: 'pool' }]);
    const served = await newMirrorWithKey();
    await poll({ 'wechat-oa': 0 }, served);
    await untilItems(20, served);
    expect(await itemsOf(mirror)).toHaveLength(20);
    expect(timesAsked(CREATE_CODE)).toBe(40);
  });

  test('of the mini program is filled with pictures that a mirror takes', async () => {
    await poll({ 'wechat-code': 3 });
    await untilItems(20);
    for (const { payload, image, expiresMs } of await itemsOf(mirror)) {
      expect({ payload, expiresMs }).toEqual({ payload: null, expiresMs: null });
      const picture = Buffer.from(image as string, 'base64');
      expect(picture.length).toBeLessThanOrEqual(LONGEST_IMAGE_BYTES);
      expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', width: 430, height: 430 });
    }
    expect(api.asked.find(({ path }) => path === DRAW_CODE)?.body).toEqual({
      scene: expect.stringMatching(/^1[\w-]{28}$/),
      page: 'pages/shades/index',
      check_path: false,
      width: 430,
    });
  });

  test('of the largest pictures goes out in messages that fit, none of them without need', async () => {
    const image = 'A'.repeat((LONGEST_IMAGE_BYTES / 3) * 4);
    const make = async () => ({ payload: null, image, lastsMs: null });
    const { db, clock } = hooks;
    const parts = { db, settings: settingsOf({}), now: () => clock.nowMs };
    const carriers = buildCarrierParts(parts, buildCarrierMetrics(new Registry()));
    await fillPool(carriers, mirror.id, 'wechat-code', make, new AbortController().signal);
    const messages = await messagesOf(mirror);
    expect(messages.map(({ body }) => body.items.length)).toEqual([11, 9]);
    for (const { bytes, body } of messages) {
      expect(bytes).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
      expect(INBOX_BODIES.pool.parse(body)).toEqual(body);
    }
  });
});

describe('a platform that fails', () => {
  beforeEach(async () => {
    hooks = await openPools();
    mirror = await newMirrorWithKey();
  });
  afterEach(() => hooks.close());

  const fail = () => api.instead.set(CREATE_CODE, () => ({ errcode: -1, errmsg: 'system busy' }));

  test('is left alone for half a minute, then a minute, and half a minute again once it has worked', async () => {
    fail();
    let failures = 0;
    for (const waitMs of [30_000, 60_000]) {
      await poll({ 'wechat-oa': 0 });
      await untilFailures(++failures);
      hooks.clock.nowMs += waitMs - 1;
      await poll({ 'wechat-oa': 0 });
      expect(timesAsked(CREATE_CODE)).toBe(failures);
      hooks.clock.nowMs += 1;
    }
    api.instead.clear();
    await poll({ 'wechat-oa': 0 });
    await untilItems(20);
    fail();
    for (const _time of [1, 2]) {
      await poll({ 'wechat-oa': 0 });
      await untilFailures(++failures);
      hooks.clock.nowMs += 30_000;
    }
  });

  test('in the middle leaves the codes that it made before, and keeps no other platform’s from a mirror', async () => {
    const noise = await drawNoise(430);
    let drawn = 0;
    api.instead.set(DRAW_CODE, (reply: FastifyReply) =>
      ++drawn > 1 ? { errcode: 45_009, errmsg: 'reach max api' } : reply.type('image/jpeg').send(noise),
    );
    await poll({ 'wechat-oa': 0, 'wechat-code': 0 });
    await untilItems(21);
    const items = (await messagesOf(mirror)).map(({ body }) => [body.carrier, body.items.length]);
    expect(items.sort()).toEqual([
      ['wechat-code', 1],
      ['wechat-oa', 20],
    ]);
    for (const { image } of await itemsOf(mirror))
      expect(Buffer.from(image ?? '', 'base64').length).toBeLessThanOrEqual(LONGEST_IMAGE_BYTES);
    const counted = `{platform="wechat-mini",path="${DRAW_CODE}",outcome="refused-45009"} 1`;
    expect(await metricsOf(hooks)).toContain(counted);
  });

  test.each([
    ['something that is no picture', DRAW_CODE, () => 'hello', { 'wechat-code': 0 }],
    [
      'an address of another house',
      CREATE_CODE,
      () => ({ url: 'http://x.example/q/1', expire_seconds: 60 }),
      { 'wechat-oa': 0 },
    ],
  ])('to answer with a code, and answers with %s, fills nothing', async (_what, path, instead, levels) => {
    api.instead.set(path, instead);
    await poll(levels);
    await untilFailures(1);
    expect(await itemsOf(mirror)).toEqual([]);
  });

  test('is not what a mirror without a key is: others are served at once', async () => {
    const keyless = await newMirror(hooks);
    await hooks.db.deleteFrom('code_keys').where('mirror_id', '=', keyless.id).execute();
    await poll({ 'wechat-oa': 0 }, keyless);
    await untilFailures(1);
    await poll({ 'wechat-oa': 0 });
    await untilItems(20);
    expect(await itemsOf(keyless)).toEqual([]);
  });

  test('to answer holds up no poll, and the end of HQ no longer than one call', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let answered = 0;
    api.instead.set(CREATE_CODE, async () => {
      await promise;
      return { expire_seconds: 2_592_000, url: `http://weixin.qq.com/q/${++answered}` };
    });
    expect(await poll({ 'wechat-oa': 0 })).toEqual([]);
    await vi.waitFor(() => expect(timesAsked(CREATE_CODE)).toBe(1), PATIENCE);
    const closed = hooks.app.close();
    resolve();
    await closed;
    expect(timesAsked(CREATE_CODE)).toBe(1);
    expect(await itemsOf(mirror)).toHaveLength(1);
  });
});

test('without a secret of the platform no code is made', async () => {
  hooks = await openHooks();
  mirror = await newMirrorWithKey();
  await poll({ 'wechat-oa': 0, 'wechat-code': 0 });
  await hooks.close();
  expect(api.asked).toEqual([]);
});
