/** What HQ tells the mirror: in order, once each, and never half. */
import { describe, expect, test } from 'vitest';
import type { InboxBody, InboxMessage } from '../../../../main/contract/wire.ts';
import { InboxRefusal } from '../../../../main/sync/inbox.ts';
import { json, reply } from '../../../fakes/scripted-hq.ts';
import { code, heart, NO_APPLIERS, openTestStore } from '../../../fakes/sync-parts.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';
import { buildRig, type Rig, writeIdentityOf } from './rig.ts';

const poll = (read: () => unknown) => expect.poll(read, { timeout: 5000, interval: 5 });

const message = (cursor: number, kind: string, body: unknown): InboxMessage => ({
  cursor,
  id: crypto.randomUUID(),
  kind,
  body,
});
const claim = (cursor: number, token = `t-${cursor}`) =>
  message(cursor, 'claim', { token, contact: 'new', claimedAtMs: 5 });

/** Appliers that keep what they were given. */
function keeping() {
  const claims: string[] = [];
  const stock: Record<string, number>[] = [];
  const apply = {
    ...NO_APPLIERS,
    claim: ({ token }: InboxBody<'claim'>) => void claims.push(token),
    stock: (body: InboxBody<'stock'>) => void stock.push(body),
  };
  return { claims, stock, apply };
}

const cursorOf = ({ store }: Rig) => (store.readState('inbox') as { cursor: number } | undefined)?.cursor;

describe('the inbox', () => {
  test('is applied in order and once, over a restart too', async () => {
    const rig = await buildRig();
    const { claims, apply } = keeping();
    writeIdentityOf(rig.hq.address, rig.identityPath);
    const hq = { address: rig.hq.address };
    rig.hq.post(claim(1), claim(2));
    const first = rig.start({ hq, apply });
    await poll(() => claims).toEqual(['t-1', 't-2']);
    await first.stop();
    rig.hq.post(claim(5));
    rig.start({ hq, apply });
    await poll(() => claims).toEqual(['t-1', 't-2', 't-5']);
    expect(rig.hq.others.at(-1)?.path).toMatch(/inbox\?after=[25]$/);
  });

  test('applies a message and moves its cursor together or not at all', async () => {
    const rig = await buildRig();
    let isFull = true;
    const apply = {
      ...NO_APPLIERS,
      claim() {
        rig.store.append([heart()]);
        if (isFull) throw new Error('database or disk is full');
      },
    };
    rig.hq.post(claim(1), claim(2));
    const sync = rig.start({ apply });
    await poll(() => sync.health().problem).toBe('database or disk is full');
    expect(rig.states()).toEqual([]);
    expect(cursorOf(rig)).toBeUndefined();
    isFull = false;
    await poll(() => cursorOf(rig)).toBe(2);
    expect(rig.states()).toHaveLength(2);
    expect(sync.health().problem).toBeNull();
  });

  test.each([
    ['an unknown kind', message(2, 'horoscope', {})],
    ['a name that every object has', message(2, 'constructor', {})],
    ['a body that its schema refuses', message(2, 'stock', { 'ROSE-1': -4 })],
    ['a body that is none', message(2, 'stock', null)],
  ])('passes over %s, tells it, and keeps what was good', async (_, bad) => {
    const rig = await buildRig();
    const { stock, apply } = keeping();
    rig.hq.post(message(1, 'stock', { 'ROSE-1': 4 }), bad, message(3, 'stock', { 'ROSE-1': 3 }));
    rig.start({ apply });
    await poll(() => cursorOf(rig)).toBe(3);
    expect(stock).toEqual([{ 'ROSE-1': 4 }, { 'ROSE-1': 3 }]);
    const refusal = rig.log.lines.find(({ event }) => event === 'inbox.refused');
    expect(refusal?.fields).toMatchObject({ cursor: 2, kind: bad.kind });
  });

  test('passes over what its applier refuses, and undoes what that had done', async () => {
    const rig = await buildRig();
    const apply = {
      ...NO_APPLIERS,
      settings() {
        rig.store.append([heart()]);
        throw new InboxRefusal('HQ may not set "port".');
      },
    };
    rig.hq.post(message(1, 'settings', { port: 1 }));
    rig.start({ apply });
    await poll(() => cursorOf(rig)).toBe(1);
    expect(rig.states()).toEqual([]);
    expect(rig.log.lines.map(({ fields }) => fields.message)).toContain('HQ may not set "port".');
  });

  test('passes over cursors that repeat or go backwards', async () => {
    const rig = await buildRig();
    const { claims, apply } = keeping();
    let polls = 0;
    rig.hq.always('/v1/mirrors', (_request, response) => {
      polls++;
      json(response, 200, { messages: [claim(4), claim(4, 'again'), claim(3, 'older')] });
    });
    rig.start({ apply });
    await poll(() => polls).toBeGreaterThan(3);
    expect(claims).toEqual(['older', 't-4']);
    expect(cursorOf(rig)).toBe(4);
  });

  test.each([
    ['nonsense', reply(200, {}, '{"messages": 4}')],
    ['a trouble of HQ', reply(503)],
    ['a refusal', reply(403)],
    ['a cut connection', ((_request, response) => void response.destroy()) as ReturnType<typeof reply>],
  ])('comes back after %s', async (_, first) => {
    const rig = await buildRig();
    const { claims, apply } = keeping();
    let polls = 0;
    rig.hq.always('/v1/mirrors', (request, response, hq) =>
      polls++ === 0 ? first(request, response, hq) : json(response, 200, { messages: [claim(1)] }),
    );
    const sync = rig.start({ apply });
    await poll(() => claims).toEqual(['t-1']);
    await poll(() => sync.health().problem).toBeNull();
  });

  test('of an HQ that does not hold polls is asked once a second at the most', async () => {
    const rig = await buildRig();
    let polls = 0;
    rig.hq.always('/v1/mirrors', (_request, response) => {
      polls++;
      json(response, 200, { messages: [] });
    });
    const sync = rig.start({ limits: {} });
    await poll(() => polls).toBe(1);
    rig.store.append([code()]);
    await rig.drained();
    expect(polls).toBe(1);
    await sync.stop();
  });

  test("tells with each poll what is left of HQ's pools, where the mirror uses any", async () => {
    const rig = await buildRig();
    let left = 12;
    const polled = () => rig.hq.others.at(-1)?.path ?? '';
    const first = rig.start({ poolLevels: () => ({ 'wechat-oa': left, 'wechat-code': 0 }) });
    await poll(polled).toMatch(/inbox\?after=0&pool=wechat-oa:12,wechat-code:0$/);
    left = 9;
    await poll(polled).toMatch(/&pool=wechat-oa:9,wechat-code:0$/);
    await first.stop();
    rig.start({ poolLevels: () => ({}) });
    await poll(polled).toMatch(/inbox\?after=0$/);
  });

  test('tells with each poll which key is in use', async () => {
    const rig = await buildRig();
    let id = '8a0b0c';
    const polled = () => rig.hq.others.at(-1)?.path ?? '';
    const options = { poolLevels: () => ({ 'wechat-oa': 3 }), codeKeyId: () => id };
    const first = rig.start(options);
    await poll(polled).toMatch(/inbox\?after=0&pool=wechat-oa:3&key=8a0b0c$/);
    id = '010203';
    await poll(polled).toMatch(/&key=010203$/);
    await first.stop();
  });

  test('forgets what is good at one HQ only with the first message of a new enrolment, together or not at all', async () => {
    const rig = await buildRig();
    const hq = { address: rig.hq.address };
    const deeds: string[] = [];
    let isFull = true;
    const apply = {
      ...NO_APPLIERS,
      claim: ({ token }: InboxBody<'claim'>) => void deeds.push(token),
      settings() {
        throw new InboxRefusal('HQ may not set "port".');
      },
    };
    const onNewEnrolment = () => {
      if (isFull) throw new Error('database or disk is full');
      rig.store.append([heart()]);
      deeds.push('forgotten');
    };
    // What is refused moves the cursor too.
    rig.hq.post(message(1, 'settings', { port: 1 }), claim(2));
    writeIdentityOf(rig.hq.address, rig.identityPath);
    const first = rig.start({ hq, apply, onNewEnrolment });
    await poll(() => first.health().problem).toBe('database or disk is full');
    expect([deeds, cursorOf(rig)]).toEqual([[], undefined]);
    isFull = false;
    await poll(() => cursorOf(rig)).toBe(2);
    await first.stop();
    // The refused message's own transaction was undone, and what it had forgotten with it.
    expect(deeds).toEqual(['forgotten', 'forgotten', 't-2']);
    expect(rig.states()).toHaveLength(1);

    const same = rig.start({ hq, apply, onNewEnrolment });
    rig.hq.post(claim(3));
    await poll(() => deeds.slice(3)).toEqual(['t-3']);
    await same.stop();
    writeIdentityOf(rig.hq.address, rig.identityPath);
    const anew = rig.start({ hq, apply, onNewEnrolment });
    await poll(() => deeds.slice(4)).toEqual(['forgotten', 'forgotten', 't-2', 't-3']);
    await anew.stop();
    expect(rig.states()).toHaveLength(2);
  });

  test('is read from its beginning for a store that is new', async () => {
    const rig = await buildRig();
    const { claims, apply } = keeping();
    writeIdentityOf(rig.hq.address, rig.identityPath);
    const hq = { address: rig.hq.address };
    rig.hq.post(claim(1));
    const first = rig.start({ hq, apply });
    await poll(() => claims).toEqual(['t-1']);
    await first.stop();
    const fresh = openTestStore(tempFolder());
    const second = rig.start({ hq, apply, store: fresh });
    await poll(() => claims).toEqual(['t-1', 't-1']);
    await second.stop();
    fresh.close();
  });
});
