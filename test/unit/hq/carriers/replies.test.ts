/** Who claims a code by a chat gets a link in it that opens her shades: else she would find them "used". */
import { createHmac } from 'node:crypto';
import { decrypt, getSignature } from '@wecom/crypto';
import { XMLParser } from 'fast-xml-parser';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { buildCarrierMetrics } from '../../../../hq/carriers/metrics.ts';
import { buildCarrierParts } from '../../../../hq/carriers/parts.ts';
import { fitsTicket } from '../../../../hq/claims/ticket.ts';
import { importRegistry } from '../../../../hq/registry/import.ts';
import type { ApiDouble } from '../../../fakes/platforms/api-double.ts';
import { openLineApi, REPLY } from '../../../fakes/platforms/line-api.ts';
import { sealedCall, signedQuery, xmlOf } from '../../../fakes/platforms/sealed-calls.ts';
import { CUSTOM_SEND, DRAW_CODE, openWechatApi, STABLE_TOKEN } from '../../../fakes/platforms/wechat-api.ts';
import { MESSAGES, openWhatsappApi, PHONE_NUMBER_ID } from '../../../fakes/platforms/whatsapp-api.ts';
import {
  creditsOf,
  type Hooks,
  metricsOf,
  openHooks,
  PATIENCE,
  SECRETS,
  settingsOf,
  somebody,
} from './hooks-fixture.ts';

const PUBLIC = 'https://brand.example/members/';
const ADVISOR = 'Lin ]]> <&';
const AES_KEY = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg';
const { wechatOa, wechatMini, line, whatsapp } = SECRETS;

let lineApi: ApiDouble;
let whatsappApi: ApiDouble;
let wechatApi: ApiDouble;
let hooks: Hooks;
let sealed: Hooks;
/** It has no address for phones, and may ask nothing of anybody. */
let mute: Hooks;

beforeAll(async () => {
  [lineApi, whatsappApi, wechatApi] = await Promise.all([openLineApi(), openWhatsappApi(), openWechatApi()]);
  hooks = await openHooks({
    publicAddress: PUBLIC,
    wechatMini: { ...wechatMini, secret: 'mini-secret', apiAddress: wechatApi.address },
    line: { ...line, channelAccessToken: lineApi.access, apiAddress: lineApi.address },
    whatsapp: {
      ...whatsapp,
      accessToken: whatsappApi.access,
      phoneNumberId: PHONE_NUMBER_ID,
      apiAddress: `${whatsappApi.address}/v21.0`,
    },
  });
  sealed = await openHooks({ publicAddress: PUBLIC, wechatOa: { ...wechatOa, encodingAesKey: AES_KEY } });
  mute = await openHooks();
  for (const { db } of [hooks, sealed])
    await importRegistry(db, `kind,id,name,store\nadvisor,ba-a,${ADVISOR},shanghai\n`);
});
afterAll(() =>
  Promise.all([hooks, sealed, mute, lineApi, whatsappApi, wechatApi].map((each) => each?.close())),
);
beforeEach(() => {
  for (const { asked, instead } of [lineApi, whatsappApi, wechatApi]) {
    asked.length = 0;
    instead.clear();
  }
});

const secondsOf = ({ clock }: Hooks) => Math.floor(clock.nowMs / 1000);
const bodiesTo = ({ asked }: ApiDouble, path: string) =>
  asked.filter((each) => each.path === path).map(({ body }) => body);
const untilAsked = (api: ApiDouble, path: string, times = 1) =>
  vi.waitFor(() => expect(bodiesTo(api, path)).toHaveLength(times), PATIENCE);

/** The advisor's words, and a link that is this contact's alone. */
async function expectWelcome(of: Hooks, token: string, text: string): Promise<void> {
  const [hello, link] = text.split('\n');
  expect(hello).toContain(ADVISOR);
  const { origin, pathname, searchParams } = new URL(link as string);
  expect(`${origin}${pathname}`).toBe(`${PUBLIC}t/${token}`);
  const { contact_id } = await of.db
    .selectFrom('claims')
    .select('contact_id')
    .where('token', '=', token)
    .executeTakeFirstOrThrow();
  const ticket = searchParams.get('c') as string;
  expect(await fitsTicket(of.db, token, contact_id as string, ticket)).toBe(true);
  // Which is what the landing page asks for before it shows what she wore, and lets her join.
  const address = `/t/${token}?c=${ticket}`;
  expect((await of.call({ url: `/t/${token}` })).statusCode).toBe(410);
  expect((await of.call({ url: address })).body).toContain('name="membership"');
}

describe('the official account', () => {
  const scanned = (of: Hooks, used: string, who: string, at = secondsOf(of)) =>
    xmlOf({
      ToUserName: 'gh_account',
      FromUserName: who,
      CreateTime: at,
      MsgType: 'event',
      Event: 'subscribe',
      EventKey: `qrscene_${used}`,
    });
  const send = (of: Hooks, payload: string) => {
    const query = signedQuery(wechatOa.token, of.clock.nowMs);
    return of.call({ method: 'POST', url: '/hooks/wechat-oa', query, payload });
  };
  const fieldsOf = (xml: string) => new XMLParser({ parseTagValue: false }).parse(xml).xml;

  test('answers the scan with a text to her, once', async () => {
    const [used, who] = [await hooks.show('wechat-oa', 'ba-a'), somebody()];
    const reply = await send(hooks, scanned(hooks, used, who));
    expect(reply.headers['content-type']).toBe('text/xml; charset=utf-8');
    const { Content, ...rest } = fieldsOf(reply.body);
    expect(rest).toEqual({
      ToUserName: who,
      FromUserName: 'gh_account',
      CreateTime: String(secondsOf(hooks)),
      MsgType: 'text',
    });
    await expectWelcome(hooks, used, Content);
    expect((await send(hooks, scanned(hooks, used, who))).body).toBe('success');
    // Nor does a second person learn what the first wore.
    expect((await send(hooks, scanned(hooks, used, somebody(), secondsOf(hooks) + 1))).body).toBe('success');
  });

  test('seals its answer where it was called so', async () => {
    const [used, who] = [await sealed.show('wechat-oa', 'ba-a'), somebody()];
    const seal = { token: wechatOa.token, encodingAesKey: AES_KEY, receiver: wechatOa.appId };
    const { query, payload } = sealedCall(scanned(sealed, used, who), seal, sealed.clock.nowMs);
    const reply = await sealed.call({ method: 'POST', url: '/hooks/wechat-oa', query, payload });
    const { Encrypt, MsgSignature, TimeStamp, Nonce } = fieldsOf(reply.body);
    expect(TimeStamp).toBe(String(secondsOf(sealed)));
    expect(getSignature(wechatOa.token, TimeStamp, Nonce, Encrypt)).toBe(MsgSignature);
    const { message, id } = decrypt(AES_KEY, Encrypt);
    expect(id).toBe(wechatOa.appId);
    expect(fieldsOf(message)).toMatchObject({ ToUserName: who, FromUserName: 'gh_account', MsgType: 'text' });
    await expectWelcome(sealed, used, fieldsOf(message).Content);
  });

  test('says no more than "success" without an address for phones, and to a code that is none', async () => {
    const used = await mute.show('wechat-oa');
    expect((await send(mute, scanned(mute, used, somebody()))).body).toBe('success');
    expect((await send(hooks, scanned(hooks, `1${'A'.repeat(28)}`, somebody()))).body).toBe('success');
  });
});

describe('LINE', () => {
  let events = 0;
  const wrote = (text: string, more: object = {}) => ({
    type: 'message',
    message: { id: '444573844083572737', type: 'text', text },
    timestamp: hooks.clock.nowMs,
    source: { type: 'user', userId: somebody('U') },
    webhookEventId: `01FZ74A0TDDPYRVKNK77XKC${++events}`,
    replyToken: `nHuyWiB7yP5Zw52FIkcQ${events}`,
    ...more,
  });
  const send = async (of: Hooks, ...sent: object[]) => {
    const payload = JSON.stringify({ destination: 'Uaccount', events: sent });
    const signature = createHmac('sha256', line.channelSecret).update(payload).digest('base64');
    const headers = { 'content-type': 'application/json', 'x-line-signature': signature };
    const reply = await of.call({ method: 'POST', url: '/hooks/line', headers, payload });
    expect([reply.statusCode, reply.body]).toEqual([200, '{}']);
  };

  test('is asked to answer what she wrote, with its access token, once', async () => {
    const used = await hooks.show('line', 'ba-a');
    const event = wrote(used);
    await send(hooks, event);
    await send(hooks, event);
    const last = wrote(await hooks.show('line'));
    // One call may tell of several, and only some have a code.
    await send(hooks, wrote('hello'), last);
    await untilAsked(lineApi, REPLY, 2);
    const [first, second] = bodiesTo(lineApi, REPLY) as [
      { messages: [{ text: string }] },
      { replyToken: string },
    ];
    expect(first).toEqual({
      replyToken: event.replyToken,
      messages: [{ type: 'text', text: expect.any(String) }],
    });
    expect(second.replyToken).toBe(last.replyToken);
    expect(lineApi.asked[0]?.authorization).toBe(`Bearer ${lineApi.access}`);
    await expectWelcome(hooks, used, first.messages[0].text);
  });

  test('is asked nothing in a group, for an event without a reply token, and for another’s code', async () => {
    const used = await hooks.show('line');
    await send(hooks, wrote(used, { source: { type: 'group', groupId: 'C1', userId: somebody('U') } }));
    await send(hooks, wrote(await hooks.show('line'), { replyToken: undefined }));
    hooks.clock.nowMs += 1000;
    await send(hooks, wrote(used));
    const last = wrote(await hooks.show('line'));
    await send(hooks, last);
    await untilAsked(lineApi, REPLY);
    expect(bodiesTo(lineApi, REPLY)).toMatchObject([{ replyToken: last.replyToken }]);
  });

  test('is asked to answer each of several in one call by what became of hers', async () => {
    const [used, free] = [await hooks.show('line'), await hooks.show('line')];
    await send(hooks, wrote(used));
    await untilAsked(lineApi, REPLY);
    hooks.clock.nowMs += 1000;
    const hers = wrote(free);
    await send(hooks, wrote(used), hers, wrote(free));
    await untilAsked(lineApi, REPLY, 2);
    expect(bodiesTo(lineApi, REPLY).at(-1)).toMatchObject({ replyToken: hers.replyToken });
  });

  test('may refuse: the claim stands, and it is counted', async () => {
    lineApi.instead.set(REPLY, (reply) => reply.code(400).send({ message: 'Invalid reply token' }));
    const used = await hooks.show('line');
    await send(hooks, wrote(used));
    expect(await creditsOf(hooks, used)).toMatchObject([{ outcome: 'first-touch' }]);
    const counted = `vermilion_hq_platform_calls_total{platform="line",path="${REPLY}",outcome="refused-400"} 1`;
    await vi.waitFor(async () => expect(await metricsOf(hooks)).toContain(counted), PATIENCE);
  });

  test('is not asked by an HQ that has no access token', async () => {
    const used = await mute.show('line');
    await send(mute, wrote(used));
    expect(await creditsOf(mute, used)).toMatchObject([{ outcome: 'first-touch' }]);
    expect(lineApi.asked).toEqual([]);
  });
});

describe('WhatsApp', () => {
  let messages = 0;
  const send = async (of: Hooks, ...sent: [body: string, from: string][]) => {
    const timestamp = String(secondsOf(of));
    const written = sent.map(([body, from]) => {
      const id = `wamid.HBgLMzM2MTIzNDU2NzgVAgASGBQz${++messages}==`;
      return { from, id, timestamp, type: 'text', text: { body } };
    });
    const value = { messaging_product: 'whatsapp', messages: written };
    const payload = JSON.stringify({ entry: [{ id: '1', changes: [{ value, field: 'messages' }] }] });
    const mac = createHmac('sha256', whatsapp.appSecret).update(payload).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${mac}` };
    const reply = await of.call({ method: 'POST', url: '/hooks/whatsapp', headers, payload });
    expect([reply.statusCode, reply.body]).toEqual([200, '{}']);
  };

  test('is asked to write to the number that she wrote from', async () => {
    const used = await hooks.show('whatsapp', 'ba-a');
    await send(hooks, ['no code', '33612345670'], [`Bonjour ${used}`, '33612345671']);
    await untilAsked(whatsappApi, MESSAGES);
    const [body] = bodiesTo(whatsappApi, MESSAGES) as [{ text: { body: string } }];
    expect(body).toEqual({
      messaging_product: 'whatsapp',
      to: '33612345671',
      type: 'text',
      text: { body: expect.any(String) },
    });
    expect(whatsappApi.asked[0]?.authorization).toBe(`Bearer ${whatsappApi.access}`);
    await expectWelcome(hooks, used, body.text.body);
  });

  test('is not asked by an HQ that has no access token', async () => {
    const used = await mute.show('whatsapp');
    await send(mute, [used, '33612345672']);
    expect(await creditsOf(mute, used)).toMatchObject([{ outcome: 'first-touch' }]);
    expect(whatsappApi.asked).toEqual([]);
  });
});

describe('the mini program', () => {
  test('is asked with one access token for messages and for codes', async () => {
    const settings = settingsOf({
      wechatMini: { ...wechatMini, secret: 'mini-secret', apiAddress: wechatApi.address },
    });
    const metrics = buildCarrierMetrics(new Registry());
    const parts = buildCarrierParts({ db: hooks.db, settings, now: () => hooks.clock.nowMs }, metrics);
    onTestFinished(() => parts.stop());
    await parts.platforms.makeCode['wechat-code']?.(hooks.mint());
    await parts.platforms.sendText['wechat-mini']?.(somebody(), 'text');
    expect(wechatApi.pathsAsked()).toEqual([STABLE_TOKEN, DRAW_CODE, CUSTOM_SEND]);
  });

  test('is written to in the conversation that she opened, once', async () => {
    const [used, who] = [await hooks.show('wechat-link', 'ba-a'), somebody()];
    const payload = JSON.stringify({
      ToUserName: 'gh_mini',
      FromUserName: who,
      CreateTime: secondsOf(hooks),
      MsgType: 'event',
      Event: 'user_enter_tempsession',
      SessionFrom: used,
    });
    const query = signedQuery(wechatMini.token, hooks.clock.nowMs);
    for (const _time of [1, 2])
      expect((await hooks.call({ method: 'POST', url: '/hooks/wechat-mini', query, payload })).body).toBe(
        'success',
      );
    await untilAsked(wechatApi, CUSTOM_SEND);
    expect(wechatApi.pathsAsked()).toEqual([STABLE_TOKEN, CUSTOM_SEND]);
    const [body] = bodiesTo(wechatApi, CUSTOM_SEND) as [{ text: { content: string } }];
    expect(body).toEqual({ touser: who, msgtype: 'text', text: { content: expect.any(String) } });
    await expectWelcome(hooks, used, body.text.content);
  });
});
