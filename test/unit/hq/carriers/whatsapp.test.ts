import { createHmac, randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importRegistry } from '../../../../hq/registry/import.ts';
import { NOON_MS } from '../hq-fixture.ts';
import {
  creditsOf,
  expectNothingOfGarbage,
  type Hooks,
  openHooks,
  SECRETS,
  toldOf,
  withOneSignChanged,
} from './hooks-fixture.ts';

const URL = '/hooks/whatsapp';
const { appSecret, verifyToken } = SECRETS.whatsapp;

let hooks: Hooks;
beforeAll(async () => {
  hooks = await openHooks();
});
afterAll(() => hooks.close());

const number = () => `336${randomInt(10_000_000, 99_999_999)}`;
let messages = 0;

const wrote = (body: string, from = number()) => ({
  from,
  id: `wamid.HBgLMzM2MTIzNDU2NzgVAgASGBQz${++messages}==`,
  timestamp: String(NOON_MS / 1000),
  type: 'text',
  text: { body },
});

const bodyOf = (...sent: unknown[]) => {
  const metadata = { display_phone_number: '33600000000', phone_number_id: '123456123' };
  const contacts = [{ profile: { name: 'Somebody' }, wa_id: '33600000001' }];
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages: sent };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '102290129340398', changes: [{ value, field: 'messages' }] }],
  });
};

const sign = (body: string, secret: string = appSecret) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

const post = async (payload: string, signature = sign(payload)) => {
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  const reply = await hooks.call({ method: 'POST', url: URL, headers, payload });
  return [reply.statusCode, reply.json().code ?? reply.body];
};
const OK = [200, '{}'];

describe('WhatsApp', () => {
  test('tries the address with the token that it was given', async () => {
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken, 'hub.challenge': '1158201444' };
    const reply = await hooks.call({ url: URL, query });
    expect([reply.statusCode, reply.body]).toEqual([200, '1158201444']);
    for (const wrong of [
      { 'hub.verify_token': 'another' },
      { 'hub.mode': 'unsubscribe' },
      { 'hub.verify_token': '' },
    ])
      expect((await hooks.call({ url: URL, query: { ...query, ...wrong } })).statusCode).toBe(403);
    const page = { ...query, 'hub.challenge': '<script>' };
    expect((await hooks.call({ url: URL, query: page })).statusCode).toBe(400);
  });

  test('sends the drafted message with its token: a claim, told to the mirror', async () => {
    const used = await hooks.show('whatsapp', 'ba-a');
    const message = wrote(`Bonjour, mes teintes : ${used}`);
    for (const _time of [1, 2, 3]) expect(await post(bodyOf(message))).toEqual(OK);
    expect(await creditsOf(hooks, used)).toMatchObject([
      {
        carrier: 'whatsapp',
        outcome: 'first-touch',
        credit_ba: 'ba-a',
        channel: 'whatsapp',
        ref: message.from,
      },
    ]);
    expect(await toldOf(hooks, hooks.mirror, used)).toHaveLength(1);
  });

  test('sends several messages in one call', async () => {
    const [one, other] = [await hooks.show('whatsapp'), await hooks.show('whatsapp')];
    await post(bodyOf(wrote(one), { broken: true }, wrote(other)));
    for (const used of [one, other])
      expect(await creditsOf(hooks, used)).toMatchObject([{ outcome: 'first-touch' }]);
  });

  test('sends what an advisor wrote herself: no credit', async () => {
    const from = number();
    const line = `advisor,ba-s,Advisor,shanghai,whatsapp:+${from}`;
    await importRegistry(hooks.db, `kind,id,name,store,contacts\n${line}\n`);
    const used = await hooks.show('whatsapp');
    await post(bodyOf(wrote(used, from)));
    expect(await creditsOf(hooks, used)).toMatchObject([{ outcome: 'self-scan' }]);
  });

  test.each([
    ['a message that she wrote anew', () => bodyOf(wrote('Bonjour'))],
    ['a picture', () => bodyOf({ ...wrote(hooks.mint()), type: 'image' })],
    ['somebody without a number', () => bodyOf({ ...wrote(hooks.mint()), from: undefined })],
    ['a time that is none', () => bodyOf({ ...wrote(hooks.mint()), timestamp: 'now' })],
    [
      'that a message was read',
      () =>
        JSON.stringify({
          entry: [{ id: '1', changes: [{ field: 'messages', value: { statuses: [{ id: 'x' }] } }] }],
        }),
    ],
    [
      'what it has no field for',
      () => JSON.stringify({ entry: [{ id: '1', changes: [{ field: 'x', value: 'y' }] }] }),
    ],
  ])('sends %s, which is no claim', async (_what, payloadOf) => {
    const before = await hooks.claims();
    expect(await post(payloadOf())).toEqual(OK);
    expect(await hooks.claims()).toEqual(before);
  });

  test('did not send what has another signature, or one sign changed', async () => {
    const payload = bodyOf(wrote(hooks.mint()));
    const before = await hooks.claims();
    expect(await post(payload, sign(payload, 'another secret'))).toEqual([403, 'forbidden']);
    expect(await post(payload, sign(payload).replace('sha256=', ''))).toEqual([403, 'forbidden']);
    for (let i = 0; i < 20; i++) {
      expect(await post(withOneSignChanged(payload), sign(payload))).toEqual([403, 'forbidden']);
      expect(await post(payload, withOneSignChanged(sign(payload)))).toEqual([403, 'forbidden']);
    }
    expect(await hooks.claims()).toEqual(before);
  });

  test('did not send what is no JSON, another shape, or too long', async () => {
    for (const payload of ['{', '[]', 'null', '{"entry":1}'])
      expect(await post(payload)).toEqual([400, 'bad-request']);
    expect(await post(bodyOf(wrote('x'.repeat(64 * 1024))))).toEqual([413, 'too-large']);
  });

  test('did not send what is found at random', () => expectNothingOfGarbage(hooks, URL));
});
