import { encrypt } from '@wecom/crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contactWayState } from '../../../../hq/claims/contact-ways.ts';
import { importRegistry } from '../../../../hq/registry/import.ts';
import { type Call, sealedCall, sealedQuery, xmlOf } from '../../../fakes/platforms/sealed-calls.ts';
import { NOON_MS } from '../hq-fixture.ts';
import {
  creditsOf,
  expectNothingOfGarbage,
  type Hooks,
  metricsOf,
  openHooks,
  SECRETS,
  somebody,
  toldOf,
  withOneSignChanged,
} from './hooks-fixture.ts';

const URL = '/hooks/wecom';
const { corpId, token: signingToken, encodingAesKey } = SECRETS.wecom;
const SEAL = { token: signingToken, encodingAesKey, receiver: corpId };
const NOON_S = NOON_MS / 1000;

const lines: string[] = [];
let hooks: Hooks;
beforeAll(async () => {
  hooks = await openHooks({}, { write: (line) => void lines.push(line) });
});
afterAll(() => hooks.close());

const base = { ToUserName: corpId, FromUserName: 'sys', CreateTime: NOON_S, MsgType: 'event' };
const customer = { ...base, Event: 'change_external_contact' };
const acquisition = { ...base, Event: 'customer_acquisition' };

/** Document 92130. */
const added = (State: string, ExternalUserID: string, ChangeType = 'add_external_contact') =>
  xmlOf({ ...customer, ChangeType, UserID: 'zhangsan', ExternalUserID, State, WelcomeCode: 'WELCOMECODE' });

const seal = (message: string, nowMs = hooks.clock.nowMs) => sealedCall(message, SEAL, nowMs);
const post = ({ query, payload }: Call) =>
  hooks.call({ method: 'POST', url: URL, query, payload, headers: { 'content-type': 'text/xml' } });
const send = (message: string) => post(seal(message));

describe('the address of WeCom', () => {
  test('answers the question by which it is tried, in plain text', async () => {
    const echostr = encrypt(encodingAesKey, '1616140317555161061', corpId);
    const query = { ...sealedQuery(signingToken, echostr, NOON_MS), echostr };
    const reply = await hooks.call({ url: URL, query });
    expect([reply.statusCode, reply.body]).toEqual([200, '1616140317555161061']);
    expect(reply.headers['content-type']).toContain('text/plain');
  });

  test.each([
    ['of another corporation', () => encrypt(encodingAesKey, 'x', 'wwother')],
    ['of another key', () => encrypt('z'.repeat(43), 'x', corpId)],
  ])('does not answer a question %s', async (_what, questionOf) => {
    const echostr = questionOf();
    const query = { ...sealedQuery(signingToken, echostr, NOON_MS), echostr };
    expect((await hooks.call({ url: URL, query })).statusCode).toBe(403);
  });

  test('is not there where the settings have no WeCom', async () => {
    const without = await openHooks({ wecom: undefined });
    const reply = await without.call({ method: 'POST', url: URL, payload: '<xml></xml>' });
    expect(reply.json()).toMatchObject({ status: 404, code: 'not-found' });
    await without.close();
  });
});

describe('a customer who adds an advisor by a code', () => {
  test('is claimed once, credited, and told to the mirror, however often WeCom says so', async () => {
    const [used, who] = [await hooks.show('wecom-link', 'ba-a'), somebody('wm')];
    const call = seal(added(used, who));
    for (const each of [call, call, seal(added(used, who))]) {
      const reply = await post(each);
      expect([reply.statusCode, reply.body]).toEqual([200, 'success']);
    }
    expect(await creditsOf(hooks, used)).toEqual([
      {
        carrier: 'wecom-link',
        outcome: 'first-touch',
        credit_store_id: 'shanghai',
        credit_ba: 'ba-a',
        channel: 'wecom',
        ref: who,
        claimed_ms: NOON_MS,
      },
    ]);
    expect(await toldOf(hooks, hooks.mirror, used)).toEqual([
      { token: used, contact: 'new', claimedAtMs: NOON_MS },
    ]);
  });

  test('without being asked for her consent first is claimed likewise', async () => {
    const [used, who] = [await hooks.show('wecom-link'), somebody('wm')];
    expect((await send(added(used, who, 'add_half_external_contact'))).body).toBe('success');
    expect(await creditsOf(hooks, used)).toMatchObject([{ outcome: 'first-touch', ref: who }]);
  });

  test('comes before the mirror’s own word of the code', async () => {
    const used = hooks.mint();
    expect((await send(added(used, somebody('wm')))).body).toBe('success');
    expect(await creditsOf(hooks, used)).toMatchObject([{ outcome: 'pending', credit_store_id: null }]);
  });

  test('who is staff wins nobody', async () => {
    const who = somebody('wm');
    const line = `advisor,ba-s,Advisor,shanghai,wecom:${who}`;
    await importRegistry(hooks.db, `kind,id,name,store,contacts\n${line}\n`);
    const used = await hooks.show('wecom-link');
    await send(added(used, who));
    expect(await creditsOf(hooks, used)).toMatchObject([{ outcome: 'self-scan', credit_store_id: null }]);
    expect(await toldOf(hooks, hooks.mirror, used)).toEqual([]);
  });

  test('by an advisor’s static code is credited to her and to no visit', async () => {
    await importRegistry(hooks.db, 'kind,id,name,store\nadvisor,ba-w,Advisor,shanghai\n');
    const who = somebody('wm');
    await send(added(contactWayState(hooks.mirror.id, 'ba-w'), who));
    const mine = (await creditsOf(hooks, '')).filter(({ ref }) => ref === who);
    expect(mine).toMatchObject([{ carrier: 'wecom-contact', outcome: 'first-touch', credit_ba: 'ba-w' }]);
  });

  test('whose id no database takes is left, and WeCom is answered', async () => {
    const used = await hooks.show('wecom-link');
    for (const who of ['wm\0Y', 'wm Y', 'w'.repeat(200)]) {
      const reply = await send(added(used, who));
      expect([reply.statusCode, reply.body]).toEqual([200, 'success']);
    }
    expect(await creditsOf(hooks, used)).toEqual([]);
  });

  test.each([
    ['nobody’s state', 'channel-of-another-campaign'],
    ['a token that no mirror minted', `1${'A'.repeat(28)}`],
    ['a state longer than HQ gives', 'x'.repeat(64)],
    ['no state', ''],
  ])('by %s is no claim', async (_what, state) => {
    const before = await hooks.claims();
    expect((await send(added(state, somebody('wm')))).body).toBe('success');
    expect(await hooks.claims()).toEqual(before);
  });
});

describe('获客助手', () => {
  test('tells of a request before it is known whose it is: unconfirmed, and the code stays free', async () => {
    const used = await hooks.show('wecom-link');
    const request = {
      ...acquisition,
      ChangeType: 'friend_request',
      LinkId: 'cawcdea7783d7330c6',
      State: used,
    };
    expect((await send(xmlOf(request))).body).toBe('success');
    expect(await creditsOf(hooks, used)).toMatchObject([{ outcome: 'unconfirmed', ref: null }]);
    const who = somebody('wm');
    await send(added(used, who));
    expect((await creditsOf(hooks, used)).map(({ outcome }) => outcome)).toContain('first-touch');
    expect(await toldOf(hooks, hooks.mirror, used)).toHaveLength(1);
  });

  test('tells of the first message of somebody whose code it was', async () => {
    const [used, who] = [await hooks.show('wecom-link'), somebody('wm')];
    const started = {
      ...acquisition,
      ChangeType: 'customer_start_chat',
      UserID: 'zhangsan',
      ExternalUserID: who,
      LinkId: 'cawcdea7783d7330c6',
      State: used,
    };
    await send(xmlOf(started));
    expect(await creditsOf(hooks, used)).toMatchObject([{ outcome: 'first-touch', ref: who }]);
  });

  test.each([
    ['link_unavailable', { LinkId: 'cawcdea7783d7330c6' }],
    ['balance_low', {}],
    ['balance_exhausted', {}],
    ['quota_expire_soon', { ExpireTime: NOON_S + 86_400, ExpireQuotaNum: 100 }],
  ])('noting %s is counted and kept for the operators, once', async (ChangeType, fields) => {
    const message = xmlOf({ ...acquisition, ChangeType, ...fields });
    for (const _time of [1, 2, 3]) expect((await send(message)).body).toBe('success');
    const rows = await hooks.db
      .selectFrom('audit')
      .selectAll()
      .where('what', '=', 'carrier-noticed')
      .execute();
    const mine = rows.map(({ detail }) => JSON.parse(detail)).filter(({ notice }) => notice === ChangeType);
    expect(mine).toHaveLength(1);
    expect(await metricsOf(hooks)).toContain(
      `vermilion_hq_platform_notices_total{platform="wecom",notice="${ChangeType}"} 1`,
    );
  });
});

describe('an event that HQ has no use for', () => {
  test.each([
    [
      'of another kind',
      xmlOf({ ...customer, ChangeType: 'del_follow_user', UserID: 'a', ExternalUserID: 'b' }),
    ],
    [
      'of another module',
      xmlOf({ ...base, Event: 'change_contact', ChangeType: 'create_user', UserID: 'a' }),
    ],
    ['that is a message', xmlOf({ ...base, MsgType: 'text', Content: 'hello', MsgId: 1 })],
    [
      'of a first message that names no code',
      xmlOf({
        ...acquisition,
        ChangeType: 'customer_start_chat',
        UserID: 'a',
        ExternalUserID: 'wmY',
        LinkId: 'caw',
      }),
    ],
    ['that is no XML', 'hello'],
    ['with two states', added('x', 'wmY').replace('<State>', '<State>y</State><State>')],
    ['with a time that is none', added('x', 'wmY').replace(`${NOON_S}`, '12:00')],
    ['with a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${added('&a;', 'wmY')}`],
  ])('%s is answered with success and left', async (_what, message) => {
    const before = await hooks.claims();
    const reply = await send(message);
    expect([reply.statusCode, reply.body]).toEqual([200, 'success']);
    expect(await hooks.claims()).toEqual(before);
  });
});

describe('what WeCom did not send', () => {
  const forged = async (call: Call) => {
    const before = await hooks.claims();
    const reply = await post(call);
    expect(await hooks.claims()).toEqual(before);
    return reply.statusCode;
  };
  const event = () => added(hooks.mint(), somebody('wm'));

  test('with one sign changed in the cipher text is refused', async () => {
    for (let i = 0; i < 20; i++) {
      const { query, payload } = seal(event());
      const [cipherText] = /(?<=<Encrypt><!\[CDATA\[)[^\]]+/.exec(payload) as RegExpExecArray;
      const changed = payload.replace(cipherText, () => withOneSignChanged(cipherText));
      expect(await forged({ query, payload: changed })).toBe(403);
    }
  });

  test.each(['msg_signature', 'nonce', 'timestamp'])('with another %s is refused', async (name) => {
    const { query, payload } = seal(event());
    const other = name === 'timestamp' ? String(NOON_S + 1) : withOneSignChanged(query[name] as string);
    expect(await forged({ query: { ...query, [name]: other }, payload })).toBe(403);
    const { [name]: _left, ...without } = query;
    expect(await forged({ query: without, payload })).toBe(403);
  });

  test.each([
    ['with another signing token', { ...SEAL, token: 'other' }],
    ['with another key', { ...SEAL, encodingAesKey: 'z'.repeat(43) }],
    ['for another corporation', { ...SEAL, receiver: 'wwbrand0000000002' }],
  ])('%s is refused', async (_what, other) => {
    expect(await forged(sealedCall(event(), other, NOON_MS))).toBe(403);
  });

  test('more than five minutes ago, or ahead, is refused, and within them it is not', async () => {
    const minutes = (count: number) => forgedAt(NOON_MS + count * 60_000);
    const forgedAt = async (atMs: number) => (await post(seal(xmlOf(base), atMs))).statusCode;
    expect([await minutes(-6), await minutes(6)]).toEqual([403, 403]);
    expect([await minutes(-5), await minutes(5)]).toEqual([200, 200]);
  });

  test('in more than 64 KB is refused unread', async () => {
    const { query, payload } = seal(event());
    expect(await forged({ query, payload: payload + ' '.repeat(64 * 1024) })).toBe(413);
  });

  test('without a cipher text is refused', async () => {
    expect(await forged({ query: seal(event()).query, payload: event() })).toBe(400);
  });

  test('but was found at random never fails HQ', () => expectNothingOfGarbage(hooks, URL));
});

test('no token, contact, body or signature stands in the log', async () => {
  const [used, who] = [await hooks.show('wecom-link'), somebody('wm')];
  const { query, payload } = seal(added(used, who));
  lines.length = 0;
  await post({ query, payload });
  await post({ query: { ...query, nonce: 'x' }, payload });
  const log = lines.join('');
  expect(log).toContain(URL);
  for (const secret of [used, who, query.msg_signature as string, 'Encrypt', 'zhangsan'])
    expect(log).not.toContain(secret);
});
