import type { FastifyReply } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { fitsTicket } from '../../../../hq/claims/ticket.ts';
import { importRegistry } from '../../../../hq/registry/import.ts';
import type { ApiDouble } from '../../../fakes/platforms/api-double.ts';
import { sealedCall, xmlOf } from '../../../fakes/platforms/sealed-calls.ts';
import { GETTOKEN, openWecomApi, SEND_WELCOME } from '../../../fakes/platforms/wecom-api.ts';
import { creditsOf, type Hooks, metricsOf, openHooks, PATIENCE, SECRETS, somebody } from './hooks-fixture.ts';

const URL = '/hooks/wecom';
const PUBLIC = 'https://brand.example/members';
const { corpId, token: signingToken, encodingAesKey } = SECRETS.wecom;
const SEAL = { token: signingToken, encodingAesKey, receiver: corpId };

let api: ApiDouble;
let hooks: Hooks;
beforeAll(async () => {
  api = await openWecomApi();
  const wecom = { ...SECRETS.wecom, secret: 'app-secret', apiAddress: api.address };
  hooks = await openHooks({ publicAddress: PUBLIC, wecom });
  await importRegistry(hooks.db, 'kind,id,name,store\nadvisor,ba-a,林 $& 小姐,shanghai\n');
});
afterAll(async () => {
  await hooks.close();
  await api.close();
});
beforeEach(() => {
  api.asked.length = 0;
  api.instead.clear();
});

let codes = 0;

interface Added {
  readonly token: string;
  readonly who?: string;
  readonly code?: string;
}

async function add({ token, who = somebody('wm'), code = `CODE_${++codes}` }: Added, of = hooks) {
  const fields = {
    ToUserName: corpId,
    FromUserName: 'sys',
    CreateTime: Math.floor(of.clock.nowMs / 1000),
    MsgType: 'event',
    Event: 'change_external_contact',
    ChangeType: 'add_external_contact',
    UserID: 'zhangsan',
    ExternalUserID: who,
    State: token,
    ...(code !== '' && { WelcomeCode: code }),
  };
  const { query, payload } = sealedCall(xmlOf(fields), SEAL, of.clock.nowMs);
  const reply = await of.call({ method: 'POST', url: URL, query, payload });
  expect([reply.statusCode, reply.body]).toEqual([200, 'success']);
}

const sent = () =>
  api.asked
    .filter(({ path }) => path === SEND_WELCOME)
    .map(({ body }) => body as { welcome_code: string; text: { content: string } });
const untilAsked = (path: string, times = 1) =>
  vi.waitFor(() => expect(api.pathsAsked().filter((asked) => asked === path)).toHaveLength(times), PATIENCE);

describe('a welcome message', () => {
  test('is from the advisor by name, with a link whose ticket is this contact’s alone', async () => {
    const token = await hooks.show('wecom-link', 'ba-a');
    await add({ token, code: 'CODE_OF_LIN' });
    await untilAsked(SEND_WELCOME);
    const [message] = sent();
    expect(message?.welcome_code).toBe('CODE_OF_LIN');
    const [hello, link] = (message?.text.content ?? '').split('\n');
    expect(hello).toContain('我是林 $& 小姐');
    const address = new globalThis.URL(link as string);
    expect(`${address.origin}${address.pathname}`).toBe(`${PUBLIC}/t/${token}`);
    const ticket = address.searchParams.get('c') as string;
    const { contact_id } = await hooks.db
      .selectFrom('claims')
      .select('contact_id')
      .where('token', '=', token)
      .executeTakeFirstOrThrow();
    expect(await fitsTicket(hooks.db, token, contact_id as string, ticket)).toBe(true);
    expect(await fitsTicket(hooks.db, token, 'another', ticket)).toBe(false);
  });

  test('names nobody where HQ does not know who served', async () => {
    await add({ token: hooks.mint() });
    await untilAsked(SEND_WELCOME);
    expect(sent()[0]?.text.content).toMatch(/^您好，很高兴今天/);
  });

  test('is sent once, and with one access token for many', async () => {
    const first = { token: await hooks.show('wecom-link'), who: somebody('wm') };
    await add({ ...first, code: 'AGAIN' });
    await add({ ...first, code: 'AGAIN' });
    await add({ token: await hooks.show('wecom-link') });
    await untilAsked(SEND_WELCOME, 2);
    expect(sent().filter(({ welcome_code }) => welcome_code === 'AGAIN')).toHaveLength(1);
    expect(api.pathsAsked().filter((path) => path === GETTOKEN).length).toBeLessThanOrEqual(1);
  });

  test('gets another access token when WeCom does not take the one any more', async () => {
    await add({ token: await hooks.show('wecom-link') });
    await untilAsked(SEND_WELCOME);
    api.access = 'ACCESS_2';
    await add({ token: await hooks.show('wecom-link') });
    await untilAsked(SEND_WELCOME, 3);
    expect(api.pathsAsked().slice(-3)).toEqual([SEND_WELCOME, GETTOKEN, SEND_WELCOME]);
    expect(api.asked.at(-1)?.query.access_token).toBe('ACCESS_2');
    expect(api.asked.find(({ path }) => path === GETTOKEN)?.query).toEqual({
      corpid: corpId,
      corpsecret: 'app-secret',
    });
  });

  test('gets another access token when the one is as old as it may become', async () => {
    await add({ token: await hooks.show('wecom-link') });
    await untilAsked(SEND_WELCOME);
    hooks.clock.nowMs += 7200_000;
    await add({ token: await hooks.show('wecom-link') });
    await untilAsked(SEND_WELCOME, 2);
    expect(api.pathsAsked().slice(-2)).toEqual([GETTOKEN, SEND_WELCOME]);
  });

  test('is not sent for a code that another contact has, nor without WeCom’s welcome code', async () => {
    const token = await hooks.show('wecom-link');
    await add({ token });
    await untilAsked(SEND_WELCOME);
    hooks.clock.nowMs += 1000;
    await add({ token, code: 'SECOND' });
    await add({ token: await hooks.show('wecom-link'), code: '' });
    const last = await hooks.show('wecom-link');
    await add({ token: last, code: 'LAST' });
    await untilAsked(SEND_WELCOME, 2);
    expect(sent().map(({ welcome_code }) => welcome_code)).toEqual([expect.any(String), 'LAST']);
  });

  test.each([
    [
      'WeCom refuses',
      SEND_WELCOME,
      () => ({ errcode: 41_096, errmsg: 'being distributed' }),
      'refused-41096',
    ],
    [
      'WeCom answers with an error',
      SEND_WELCOME,
      (reply: FastifyReply) => reply.code(502).send(),
      'unreachable',
    ],
    [
      'no access token is to be had',
      GETTOKEN,
      () => ({ errcode: 40_001, errmsg: 'invalid credential' }),
      'refused-40001',
    ],
    [
      'the access token is in another shape',
      GETTOKEN,
      () => ({ errcode: 0, token: 'x' }),
      'reply-unreadable',
    ],
  ] as const)(
    'that fails because %s fails neither the answer nor the claim',
    async (_what, path, instead, outcome) => {
      hooks.clock.nowMs += 7200_000;
      api.instead.set(path, instead as never);
      const token = await hooks.show('wecom-link');
      await add({ token });
      expect(await creditsOf(hooks, token)).toMatchObject([{ outcome: 'first-touch' }]);
      await untilAsked(path);
      const counted = `vermilion_hq_platform_calls_total{platform="wecom",path="${path}",outcome="${outcome}"} 1`;
      await vi.waitFor(async () => expect(await metricsOf(hooks)).toContain(counted), PATIENCE);
    },
  );

  test('never delays the answer', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    api.instead.set(SEND_WELCOME, async () => {
      await promise;
      return { errcode: 0 };
    });
    await add({ token: await hooks.show('wecom-link') });
    await untilAsked(SEND_WELCOME);
    resolve();
  });
});

test('without an address for phones there is no link, and no message', async () => {
  const wecom = { ...SECRETS.wecom, secret: 'app-secret', apiAddress: api.address };
  const without = await openHooks({ wecom });
  await add({ token: await without.show('wecom-link') }, without);
  await without.close();
  expect(api.asked).toEqual([]);
});
