import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mintFor, revokeKey } from '../../../hq/claims/keys.ts';
import { CODE_LASTS_MS, createCode } from '../../../hq/enrolment/codes.ts';
import { sendToMirror } from '../../../hq/inbox/send.ts';
import { partsOf } from '../../../main/contract/tokens.ts';
import { WIRE_PATHS } from '../../../main/contract/wire.ts';
import {
  NOON_MS,
  newMirror,
  openTestHq,
  registerStores,
  type TestHq,
  type TestMirror,
} from './hq-fixture.ts';

let hq: TestHq;
let mirror: TestMirror;

beforeAll(async () => {
  hq = await openTestHq();
  await registerStores(hq.db);
  mirror = await newMirror(hq);
});
afterAll(() => hq.close());

const enrol = (code: string, remoteAddress = '127.0.0.1') =>
  hq.app.inject({ method: 'POST', url: WIRE_PATHS.enrol, payload: { code }, remoteAddress });

describe('enrolment', () => {
  test('gives one of two who use a code at once a key, and the other none', async () => {
    const code = await createCode(hq.db, mirror.id, NOON_MS);
    const replies = await Promise.all([enrol(code), enrol(code.toLowerCase().replaceAll('-', ' '))]);
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
    const reply = replies.find(({ statusCode }) => statusCode === 200)?.json();
    expect(reply).toEqual({
      store: 'shanghai',
      mirror: mirror.id,
      key: expect.stringMatching(/^mirror-\d+\.[\w-]{43}$/),
    });
    const stored = await hq.db
      .selectFrom('mirrors')
      .select('key_hash')
      .where('mirror_id', '=', mirror.id)
      .execute();
    expect(JSON.stringify(stored)).not.toContain(reply.key);
  });

  test('of a mirror anew makes its old key void at once', async () => {
    const own = await newMirror(hq);
    expect((await own.post('[]')).statusCode).toBe(200);
    expect((await enrol(await createCode(hq.db, own.id, NOON_MS))).statusCode).toBe(200);
    expect((await own.post('[]')).statusCode).toBe(401);
  });

  test('takes no code that is a day old, nor one that a newer one replaced', async () => {
    const old = await createCode(hq.db, mirror.id, NOON_MS - CODE_LASTS_MS);
    expect((await enrol(old)).json()).toMatchObject({ code: 'code-refused' });
    const replaced = await createCode(hq.db, mirror.id, NOON_MS);
    await createCode(hq.db, mirror.id, NOON_MS);
    expect((await enrol(replaced)).json()).toMatchObject({ code: 'code-refused' });
  });

  test('lets an address guess ten times a minute', async () => {
    const guesses = [];
    for (let i = 0; i < 11; i++) guesses.push((await enrol(`WRONG-${i}-WRONG`, '192.0.2.7')).statusCode);
    expect(guesses).toEqual([...Array(10).fill(401), 429]);
    const good = await createCode(hq.db, mirror.id, NOON_MS);
    expect((await enrol(good, '192.0.2.7')).statusCode).toBe(429);
    expect((await enrol(good, '192.0.2.8')).statusCode).toBe(200);
  });
});

const keyIdOf = (token: string): string => partsOf(token)?.keyId ?? '';

describe('the inbox', () => {
  const read = (of: TestMirror, after: number, name = of.id) =>
    hq.app.inject({ url: WIRE_PATHS.inbox(name, after), headers: { authorization: `Bearer ${of.key}` } });
  const claim = (token: string) => ({ token, contact: 'new', claimedAtMs: NOON_MS }) as const;

  test('gives a mirror what came after its cursor, in order', async () => {
    const own = await newMirror(hq);
    for (const token of ['a', 'b', 'c']) await sendToMirror(hq.db, own.id, 'claim', claim(token), NOON_MS);
    const { messages } = (await read(own, own.inboxCursor + 1)).json();
    expect(messages).toMatchObject([
      { cursor: own.inboxCursor + 2, kind: 'claim', body: { token: 'b' } },
      { cursor: own.inboxCursor + 3, kind: 'claim', body: { token: 'c' } },
    ]);
  });

  test('of another mirror is forbidden', async () => {
    const own = await newMirror(hq);
    expect((await read(own, 0, mirror.id)).json()).toMatchObject({ status: 403, code: 'forbidden' });
  });

  test('that is empty waits, and then says so', async () => {
    const own = await newMirror(hq);
    expect((await read(own, own.inboxCursor)).json()).toEqual({ messages: [] });
  });

  test('takes no message that is not of its kind', async () => {
    const bad = { token: 'x' } as unknown as ReturnType<typeof claim>;
    await expect(sendToMirror(hq.db, mirror.id, 'claim', bad, NOON_MS)).rejects.toMatchObject({
      code: 'body-invalid',
    });
    await expect(sendToMirror(hq.db, 'nobody', 'claim', claim('x'), NOON_MS)).rejects.toMatchObject({
      code: 'mirror-unknown',
    });
  });

  test('tells a mirror that has read all of it, and mints with another key, the newest key again', async () => {
    const own = await newMirror(hq);
    const polled = async (after: number, key?: string) => {
      const url = WIRE_PATHS.inbox(own.id, after, {}, key);
      return (await hq.app.inject({ url, headers: { authorization: `Bearer ${own.key}` } })).json().messages;
    };
    const [told] = (await polled(0)).filter(({ kind }: { kind: string }) => kind === 'code-key');
    expect(await polled(own.inboxCursor, told.body.id)).toEqual([]);
    const again = await polled(own.inboxCursor, 'ffffff');
    expect(again).toMatchObject([{ kind: 'code-key', body: { id: told.body.id, secret: told.body.secret } }]);
  });

  test('read once more from its beginning offers no code of a pool that was shown, or whose key has leaked', async () => {
    const own = await newMirror(hq);
    const leaked = await mintFor(hq.db, own.id);
    await revokeKey(hq.db, keyIdOf(leaked), NOON_MS + 1);
    const [shown, good] = [await mintFor(hq.db, own.id), await mintFor(hq.db, own.id)];
    const item = (token: string) => ({
      token,
      payload: `http://weixin.qq.com/q/${token}`,
      image: null,
      expiresMs: null,
    });
    const items = [leaked, shown, good].map(item);
    await sendToMirror(hq.db, own.id, 'pool', { carrier: 'wechat-oa', items }, NOON_MS);
    const code = { token: shown, carrier: 'wechat-oa' as const, benefit: null, ba: null, skus: [] };
    await own.send([own.mint({ type: 'code.shown', visitId: randomUUID(), body: code })]);
    const { messages } = (await read(own, 0)).json();
    const pool = messages.find(({ kind }: { kind: string }) => kind === 'pool');
    expect(pool.body).toEqual({ carrier: 'wechat-oa', items: [item(good)] });
    const keys = messages.filter(({ kind }: { kind: string }) => kind === 'code-key');
    expect(keys.at(-1).body.revoked).toEqual([keyIdOf(leaked)]);
  });

  test('numbers the messages of many senders without a hole', async () => {
    const own = await newMirror(hq);
    const cursors = await Promise.all(
      Array.from({ length: 20 }, (_, i) => sendToMirror(hq.db, own.id, 'claim', claim(`t${i}`), NOON_MS)),
    );
    expect(cursors.sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => own.inboxCursor + i + 1),
    );
  });
});

describe('HQ', () => {
  test('describes its API by the schemas that it checks with', async () => {
    const document = (await hq.app.inject('/openapi.json')).json();
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Vermilion HQ' } });
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/v1/events',
        '/v1/enrol',
        '/v1/mirrors/{mirror}/inbox',
        '/healthz',
        '/metrics',
      ]),
    );
    const { post } = document.paths['/v1/events'];
    const batch = post.requestBody.content['application/cloudevents-batch+json'].schema;
    expect(batch).toMatchObject({ type: 'array', maxItems: 500, items: { additionalProperties: false } });
    expect(batch.items.required).toEqual(
      expect.arrayContaining(['specversion', 'id', 'source', 'type', 'sha256']),
    );
    const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(document.components.schemas).toHaveProperty(name as string);
  });

  test('says that it is well, and counts what came', async () => {
    await mirrorBatch();
    expect((await hq.app.inject('/healthz')).json()).toEqual({ status: 'ok' });
    const { body } = await hq.app.inject('/metrics');
    expect(body).toMatch(/vermilion_hq_events_total\{outcome="accepted"\} [1-9]/);
    expect(body).toMatch(/vermilion_hq_mirrors_seen [1-9]/);
    expect(body).toContain('vermilion_hq_database_up 1');
    expect(body).not.toContain(mirror.id);
  });

  test('answers an unknown address with a problem and the headers of all', async () => {
    const reply = await hq.app.inject('/v1/nothing');
    expect(reply.statusCode).toBe(404);
    expect(reply.headers).toMatchObject({ 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
  });

  async function mirrorBatch() {
    const own = await newMirror(hq);
    expect((await own.send(own.visit())).accepted).toHaveLength(5);
  }
});
