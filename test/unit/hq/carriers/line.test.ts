import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const URL = '/hooks/line';
const SECRET = SECRETS.line.channelSecret;

let hooks: Hooks;
beforeAll(async () => {
  hooks = await openHooks();
});
afterAll(() => hooks.close());

const userId = () => `U${randomBytes(16).toString('hex')}`;

const base = () => ({
  mode: 'active',
  timestamp: NOON_MS,
  source: { type: 'user', userId: userId() },
  webhookEventId: randomBytes(13).toString('hex').toUpperCase(),
  deliveryContext: { isRedelivery: false },
});
const wrote = (text: string) => ({
  ...base(),
  type: 'message',
  replyToken: 'nHuyWiB7yP5Zw52FIkcQobQuGDXCTA',
  message: { id: '444573844083572737', type: 'text', quoteToken: 'q3Plxr4AgKd', text },
});
const pressed = (data: string) => ({
  ...base(),
  type: 'postback',
  replyToken: 'b60d432864f44d079f6d8efe86cf404b',
  postback: { data },
});

const bodyOf = (...events: unknown[]) => JSON.stringify({ destination: 'Uxxxxxxxxxxxxxxxxx', events });
const sign = (body: string, secret = SECRET) => createHmac('sha256', secret).update(body).digest('base64');

const post = async (payload: string, signature = sign(payload)) => {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'x-line-signature': signature };
  const reply = await hooks.call({ method: 'POST', url: URL, headers, payload });
  return [reply.statusCode, reply.json().code ?? reply.body];
};
const OK = [200, '{}'];

describe('LINE', () => {
  test('sends what somebody wrote around a token: a claim, told to the mirror', async () => {
    const used = await hooks.show('line', 'ba-a');
    const event = wrote(`こんにちは。${used} です`);
    expect(await post(bodyOf(event))).toEqual(OK);
    expect(await creditsOf(hooks, used)).toMatchObject([
      {
        carrier: 'line',
        outcome: 'first-touch',
        credit_ba: 'ba-a',
        channel: 'line',
        ref: event.source.userId,
      },
    ]);
    expect(await toldOf(hooks, hooks.mirror, used)).toMatchObject([{ contact: 'new', claimedAtMs: NOON_MS }]);
  });

  test('sends the data of a button, and several events at once', async () => {
    const [one, other] = [await hooks.show('line'), await hooks.show('line')];
    expect(await post(bodyOf(pressed(`t=${one}`), pressed(`a=b&t=${other}`)))).toEqual(OK);
    for (const used of [one, other])
      expect(await creditsOf(hooks, used)).toMatchObject([{ outcome: 'first-touch' }]);
  });

  test('sends an event once more, which is the same claim', async () => {
    const used = await hooks.show('line');
    const event = wrote(used);
    for (const isRedelivery of [false, true, true])
      expect(await post(bodyOf({ ...event, deliveryContext: { isRedelivery } }))).toEqual(OK);
    expect(await creditsOf(hooks, used)).toHaveLength(1);
    expect(await toldOf(hooks, hooks.mirror, used)).toHaveLength(1);
  });

  test('sends once more what HQ never heard: a claim', async () => {
    const used = await hooks.show('line');
    await post(bodyOf({ ...wrote(used), deliveryContext: { isRedelivery: true } }));
    expect(await creditsOf(hooks, used)).toMatchObject([{ outcome: 'first-touch' }]);
  });

  test('does not say who it was where she is not to be named: unconfirmed', async () => {
    const used = await hooks.show('line');
    await post(bodyOf({ ...wrote(used), source: { type: 'group', groupId: 'Ca56f94637c' } }));
    expect(await creditsOf(hooks, used)).toMatchObject([{ outcome: 'unconfirmed', ref: null }]);
  });

  test.each([
    ['no events', () => bodyOf()],
    ['a text without a token', () => bodyOf(wrote('hello'))],
    ['a token with more signs around it', () => bodyOf(wrote(`x${hooks.mint()}x`))],
    ['a button of another campaign', () => bodyOf(pressed('t=summer'), pressed(hooks.mint()))],
    ['a sticker', () => bodyOf({ ...base(), type: 'message', message: { type: 'sticker', id: '1' } })],
    ['somebody who follows', () => bodyOf({ ...base(), type: 'follow', replyToken: 'x' })],
    ['an event without an id', () => bodyOf({ ...wrote(hooks.mint()), webhookEventId: undefined })],
    [
      'an event of the year 287396',
      () => bodyOf({ ...wrote(hooks.mint()), timestamp: Number.MAX_SAFE_INTEGER }),
    ],
    ['events that are none', () => bodyOf(null, 1, 'x', [], {})],
  ])('sends %s, which is no claim', async (_what, payloadOf) => {
    const before = await hooks.claims();
    expect(await post(payloadOf())).toEqual(OK);
    expect(await hooks.claims()).toEqual(before);
  });

  test('did not send what has another signature, or one sign changed', async () => {
    const payload = bodyOf(wrote(hooks.mint()));
    const before = await hooks.claims();
    expect(await post(payload, sign(payload, 'another secret'))).toEqual([403, 'forbidden']);
    expect(await post(payload, '')).toEqual([403, 'forbidden']);
    const hex = createHmac('sha256', SECRET).update(payload).digest('hex');
    expect(await post(payload, hex)).toEqual([403, 'forbidden']);
    for (let i = 0; i < 20; i++) {
      expect(await post(withOneSignChanged(payload), sign(payload))).toEqual([403, 'forbidden']);
      expect(await post(payload, withOneSignChanged(sign(payload)))).toEqual([403, 'forbidden']);
    }
    expect(await hooks.claims()).toEqual(before);
  });

  test('did not send what is no JSON, another shape, or too long', async () => {
    for (const payload of ['{', '[]', 'null', '{"events":{}}'])
      expect(await post(payload)).toEqual([400, 'bad-request']);
    expect(await post(bodyOf(wrote('x'.repeat(64 * 1024))))).toEqual([413, 'too-large']);
  });

  test('did not send what is found at random', () => expectNothingOfGarbage(hooks, URL));
});
