import { encrypt } from '@wecom/crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealedCall, sealedQuery, signedQuery, xmlOf } from '../../../fakes/platforms/sealed-calls.ts';
import { NOON_MS } from '../hq-fixture.ts';
import {
  creditsOf,
  expectNothingOfGarbage,
  type Hooks,
  openHooks,
  SECRETS,
  somebody,
  toldOf,
  withOneSignChanged,
} from './hooks-fixture.ts';

const AES_KEY = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg';
const OA = { url: '/hooks/wechat-oa', ...SECRETS.wechatOa, original: 'gh_account' };
const MINI = { url: '/hooks/wechat-mini', ...SECRETS.wechatMini, original: 'gh_mini' };
const NOON_S = NOON_MS / 1000;

/** Messages plain in the one, sealed in the other. */
let plain: Hooks;
let sealed: Hooks;
beforeAll(async () => {
  plain = await openHooks();
  sealed = await openHooks({
    wechatOa: { ...SECRETS.wechatOa, encodingAesKey: AES_KEY },
    wechatMini: { ...SECRETS.wechatMini, encodingAesKey: AES_KEY },
  });
});
afterAll(() => Promise.all([plain.close(), sealed.close()]));

const scanned = (Event: string, EventKey: string, FromUserName: string, CreateTime = NOON_S) =>
  xmlOf({
    ToUserName: OA.original,
    FromUserName,
    CreateTime,
    MsgType: 'event',
    Event,
    EventKey,
    Ticket: 'TICKET',
  });
const followed = (used: string, who: string, at?: number) => scanned('subscribe', `qrscene_${used}`, who, at);

const entered = (SessionFrom: string, FromUserName: string) => ({
  ToUserName: MINI.original,
  FromUserName,
  CreateTime: NOON_S,
  MsgType: 'event',
  Event: 'user_enter_tempsession',
  SessionFrom,
});

const post = async (hooks: Hooks, url: string, query: Record<string, string>, payload: string) => {
  const reply = await hooks.call({
    method: 'POST',
    url,
    query,
    payload,
    headers: { 'content-type': 'text/xml' },
  });
  return [reply.statusCode, reply.statusCode === 200 ? reply.body : reply.json().code];
};
const OK = [200, 'success'];
const REFUSED = [403, 'forbidden'];

describe.each([OA, MINI])('the address $url', ({ url, token }) => {
  test('says back the question by which it is tried, if WeChat signed it', async () => {
    const echostr = '4375120948345356249';
    const query: Record<string, string> = { ...signedQuery(token, NOON_MS), echostr };
    const reply = await plain.call({ url, query });
    expect([reply.statusCode, reply.body]).toEqual([200, echostr]);
    expect(reply.headers['content-type']).toContain('text/plain');
    for (const forged of [
      { ...query, signature: withOneSignChanged(query.signature as string) },
      { ...query, ...signedQuery('another token', NOON_MS) },
      { ...query, ...signedQuery(token, NOON_MS - 6 * 60_000) },
    ])
      expect((await plain.call({ url, query: forged })).statusCode).toBe(403);
    expect((await plain.call({ url, query: signedQuery(token, NOON_MS) })).statusCode).toBe(400);
  });

  test('is not there where the settings do not have it', async () => {
    const without = await openHooks({ wechatOa: undefined, wechatMini: undefined });
    expect((await without.call({ method: 'POST', url, payload: '{}' })).statusCode).toBe(404);
    await without.close();
  });

  test('takes no more than 64 KB, and never fails of what is found at random', async () => {
    const long = `<xml>${' '.repeat(64 * 1024)}</xml>`;
    expect(await post(plain, url, signedQuery(token, NOON_MS), long)).toEqual([413, 'too-large']);
    await expectNothingOfGarbage(plain, url);
    await expectNothingOfGarbage(sealed, url);
  });
});

describe('the official account', () => {
  const send = (message: string) => post(plain, OA.url, signedQuery(OA.token, NOON_MS), message);

  test('is followed by a scan: one claim, however often WeChat says so', async () => {
    const [used, who] = [await plain.show('wechat-oa'), somebody()];
    for (const _time of [1, 2, 3]) expect(await send(followed(used, who))).toEqual(OK);
    expect(await creditsOf(plain, used)).toMatchObject([
      {
        carrier: 'wechat-oa',
        outcome: 'first-touch',
        credit_store_id: 'shanghai',
        channel: 'wechat-oa',
        ref: who,
      },
    ]);
    expect(await toldOf(plain, plain.mirror, used)).toMatchObject([{ contact: 'new', claimedAtMs: NOON_MS }]);
  });

  test('was followed before by who scans, whom HQ may not know', async () => {
    const used = await plain.show('wechat-oa');
    expect(await send(scanned('SCAN', used, somebody()))).toEqual(OK);
    expect(await creditsOf(plain, used)).toMatchObject([{ outcome: 'known', credit_store_id: 'shanghai' }]);
    expect(await toldOf(plain, plain.mirror, used)).toMatchObject([{ contact: 'known' }]);
  });

  test('is scanned by a second: hers is no credit, and the mirror hears of one', async () => {
    const used = await plain.show('wechat-oa');
    await send(followed(used, somebody()));
    await send(followed(used, somebody(), NOON_S + 1));
    expect((await creditsOf(plain, used)).map(({ outcome }) => outcome)).toEqual(['first-touch', 'double']);
    expect(await toldOf(plain, plain.mirror, used)).toHaveLength(1);
  });

  test.each([
    ['who leaves', () => scanned('unsubscribe', '', somebody())],
    ['who follows by a search', () => scanned('subscribe', '', somebody())],
    ['who scans a code of another campaign', () => scanned('SCAN', '123', somebody())],
    ['who follows by a token without its prefix', () => scanned('subscribe', plain.mint(), somebody())],
    [
      'who writes',
      () => xmlOf({ ToUserName: 'a', FromUserName: 'b', CreateTime: 1, MsgType: 'text', Content: 'c' }),
    ],
  ])('leaves alone somebody %s', async (_what, messageOf) => {
    const before = await plain.claims();
    expect(await send(messageOf())).toEqual(OK);
    expect(await plain.claims()).toEqual(before);
  });

  test('takes no plain message with another signature or an old one, nor garbage with a good one', async () => {
    const message = followed(plain.mint(), somebody());
    const before = await plain.claims();
    const query = signedQuery(OA.token, NOON_MS);
    const signature = withOneSignChanged(query.signature as string);
    expect(await post(plain, OA.url, { ...query, signature }, message)).toEqual(REFUSED);
    for (const minutes of [-6, 6])
      expect(await post(plain, OA.url, signedQuery(OA.token, NOON_MS + minutes * 60_000), message)).toEqual(
        REFUSED,
      );
    for (const garbage of ['', 'garbage', '[]', '"x"', '<xml>', `<xml><__proto__>1</__proto__></xml>`])
      expect((await post(plain, OA.url, query, garbage))[0]).toSatisfy(
        (status) => status === 400 || status === 200,
      );
    expect(await plain.claims()).toEqual(before);
  });
});

describe('a sealed message', () => {
  const seal = { token: OA.token, encodingAesKey: AES_KEY, receiver: OA.appId };
  const wrapped = (Encrypt: string) => xmlOf({ ToUserName: OA.original, Encrypt });
  const send = (message: string, key = seal, atMs = NOON_MS) => {
    const { query, payload } = sealedCall(message, key, atMs, wrapped);
    return post(sealed, OA.url, { ...signedQuery(key.token, atMs), ...query, encrypt_type: 'aes' }, payload);
  };

  test('is opened, and claims', async () => {
    const [used, who] = [await sealed.show('wechat-oa'), somebody()];
    expect(await send(followed(used, who))).toEqual(OK);
    expect(await creditsOf(sealed, used)).toMatchObject([{ outcome: 'first-touch', ref: who }]);
  });

  test.each([
    ['of another app', { ...seal, receiver: 'wxanother' }],
    ['of another key', { ...seal, encodingAesKey: 'z'.repeat(43) }],
    ['of another token', { ...seal, token: 'another' }],
  ])('%s is refused', async (_what, key) => {
    expect(await send(followed(sealed.mint(), somebody()), key)).toEqual(REFUSED);
  });

  test('that is old, or has one sign changed, is refused', async () => {
    expect(await send(followed(sealed.mint(), somebody()), seal, NOON_MS - 6 * 60_000)).toEqual(REFUSED);
    const cipherText = encrypt(AES_KEY, followed(sealed.mint(), somebody()), OA.appId);
    const query = { ...signedQuery(OA.token, NOON_MS), ...sealedQuery(OA.token, cipherText, NOON_MS) };
    for (let i = 0; i < 20; i++)
      expect(await post(sealed, OA.url, query, wrapped(withOneSignChanged(cipherText)))).toEqual(REFUSED);
  });

  test('is not to be replaced by a plain one where the settings have a key', async () => {
    const used = await sealed.show('wechat-oa');
    const message = followed(used, somebody());
    expect(await post(sealed, OA.url, signedQuery(OA.token, NOON_MS), message)).toEqual(REFUSED);
    expect(await creditsOf(sealed, used)).toEqual([]);
  });
});

describe('the mini program', () => {
  const send = (message: string) => post(plain, MINI.url, signedQuery(MINI.token, NOON_MS), message);
  const forms = [
    ['JSON', JSON.stringify],
    ['XML', xmlOf],
  ] as const;

  test.each(forms)('tells in %s whose conversation came from a code', async (_form, write) => {
    const [used, who] = [await plain.show('wechat-link'), somebody()];
    for (const _time of [1, 2]) expect(await send(write(entered(used, who)))).toEqual(OK);
    expect(await creditsOf(plain, used)).toMatchObject([
      { carrier: 'wechat-link', outcome: 'first-touch', channel: 'wechat-mini', ref: who },
    ]);
  });

  test('is entered by a code of the pool, which is another carrier', async () => {
    const used = await plain.show('wechat-code');
    const row = { mirror_id: plain.mirror.id, carrier: 'wechat-code', created_ms: NOON_MS, expires_ms: null };
    await plain.db
      .insertInto('code_pool')
      .values({ ...row, token: used })
      .execute();
    await send(JSON.stringify(entered(used, somebody())));
    expect(await creditsOf(plain, used)).toMatchObject([{ carrier: 'wechat-code' }]);
  });

  test('is entered otherwise, or somebody writes: no claim', async () => {
    const before = await plain.claims();
    for (const message of [
      entered('wxapp', somebody()),
      { ...entered(plain.mint(), somebody()), Event: 'kf_create_session' },
      { ...entered(plain.mint(), somebody()), FromUserName: undefined },
      { ToUserName: 'a', FromUserName: 'b', CreateTime: 1, MsgType: 'text', Content: plain.mint(), MsgId: 1 },
    ])
      expect(await send(JSON.stringify(message))).toEqual(OK);
    expect(await plain.claims()).toEqual(before);
  });

  test.each(forms)('tells in sealed %s as well', async (_form, write) => {
    const [used, who] = [await sealed.show('wechat-link'), somebody()];
    const seal = { token: MINI.token, encodingAesKey: AES_KEY, receiver: MINI.appId };
    const wrapped = (Encrypt: string) => write({ ToUserName: MINI.original, Encrypt });
    const { query, payload } = sealedCall(write(entered(used, who)), seal, NOON_MS, wrapped);
    expect(await post(sealed, MINI.url, query, payload)).toEqual(OK);
    expect(await creditsOf(sealed, used)).toMatchObject([{ outcome: 'first-touch', ref: who }]);
  });
});
