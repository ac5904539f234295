import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startSync } from '../../../../main/sync/sync.ts';
import { json, reply, SCRIPTED } from '../../../fakes/scripted-hq.ts';
import { heart, NO_APPLIERS, turnedTimers } from '../../../fakes/sync-parts.ts';
import { buildRig, writeIdentityOf } from './rig.ts';

const poll = (read: () => unknown) => expect.poll(read, { timeout: 5000, interval: 5 });

describe('enrolment', () => {
  test('a mirror with a good code gets its identity once, keeps it from others and sends', async () => {
    const rig = await buildRig();
    const { address } = rig.hq;
    rig.store.append([heart()]);
    const first = rig.start({ hq: { address, code: SCRIPTED.code } });
    await rig.drained();
    expect(first.health()).toMatchObject({ store: 'store-1', mirror: 'mirror-1', problem: null });
    expect(statSync(rig.identityPath).mode & 0o777).toBe(0o600);
    await first.stop();
    rig.store.append([heart()]);
    rig.start({ hq: { address: `${address}/`, code: SCRIPTED.code } });
    await rig.drained();
    expect(rig.hq.others.filter(({ path }) => path === '/v1/enrol')).toHaveLength(1);
    expect(rig.hq.events.size).toBe(2);
  });

  test('neither key nor code stands in the log or in health', async () => {
    const rig = await buildRig();
    const sync = rig.start({ hq: { address: rig.hq.address, code: 'a-wrong-secret' } });
    await poll(() => sync.health().state).toBe('refused');
    await sync.stop();
    const next = rig.start({ hq: { address: rig.hq.address, code: SCRIPTED.code } });
    rig.hq.next(reply(401), reply(500), reply(200, {}, 'nonsense'));
    rig.store.append([heart()]);
    await rig.drained();
    const told = JSON.stringify([rig.log.lines, sync.health(), next.health()]);
    expect(told).toContain('sync.enrolled');
    for (const secret of ['a-wrong-secret', SCRIPTED.code, SCRIPTED.key]) expect(told).not.toContain(secret);
  });

  test("the mirror's own key for codes goes along with the one-time code, and stands in no log", async () => {
    const rig = await buildRig();
    const ownKey = { id: '8a0000', secret: 'S'.repeat(43) };
    rig.start({ hq: { address: rig.hq.address, code: SCRIPTED.code }, ownKey: () => ownKey });
    rig.store.append([heart()]);
    await rig.drained();
    const [enrolment] = rig.hq.others.filter(({ path }) => path === '/v1/enrol');
    expect(JSON.parse(String(enrolment?.body))).toEqual({ code: SCRIPTED.code, codeKey: ownKey });
    expect(JSON.stringify(rig.log.lines)).not.toContain(ownKey.secret);
  });

  test.each([
    ['a code that HQ refuses', 'wrong-code', /make a new one on the fleet page/],
    ['no code at all', undefined, /make a code on the fleet page/],
  ])('%s: refused with what to do, tried again after a quarter of an hour', async (_, code, sentence) => {
    const rig = await buildRig();
    const timers = turnedTimers();
    rig.store.append([heart()]);
    const hq = { address: rig.hq.address, ...(code && { code }) };
    const sync = rig.start({ hq, timers, limits: {} });
    await poll(() => sync.health().state).toBe('refused');
    expect(sync.health().problem).toMatch(sentence);
    const asked = () => rig.hq.others.filter(({ path }) => path === '/v1/enrol').length;
    const before = asked();
    timers.turn(899_000);
    rig.store.append([heart()]);
    expect(sync.health().state).toBe('refused');
    timers.turn(2000);
    if (code !== undefined) await poll(asked).toBe(before + 1);
    expect(rig.store.counts().pending).toBe(2);
  });

  test('an identity of another HQ is not shown to this one', async () => {
    const rig = await buildRig();
    writeIdentityOf('http://127.0.0.1:1/', rig.identityPath);
    rig.store.append([heart()]);
    const sync = rig.start({ hq: { address: rig.hq.address } });
    await poll(() => sync.health().state).toBe('refused');
    expect(sync.health().problem).toMatch(/another HQ/);
    expect([...rig.hq.requests, ...rig.hq.others]).toHaveLength(0);
    await sync.stop();
    rig.start({ hq: { address: rig.hq.address, code: SCRIPTED.code } });
    await rig.drained();
    expect(readFileSync(rig.identityPath, 'utf8')).toContain(rig.hq.address);
  });

  test('a key that is no longer good is replaced by a code that was set since', async () => {
    const rig = await buildRig();
    const old = writeIdentityOf(rig.hq.address, rig.identityPath);
    rig.hq.always('/v1/events', (request, response, hq) =>
      rig.hq.others.some(({ path }) => path === '/v1/enrol')
        ? json(response, 200, hq.commit(request))
        : json(response, 401, {}),
    );
    rig.store.append([heart()]);
    rig.start({ hq: { address: rig.hq.address, code: SCRIPTED.code } });
    await rig.drained();
    expect(readFileSync(rig.identityPath, 'utf8')).not.toContain(old.id);
  });

  test('a key and a code that are both refused end in waiting, not in asking on', async () => {
    const rig = await buildRig();
    const timers = turnedTimers();
    writeIdentityOf(rig.hq.address, rig.identityPath);
    rig.hq.always('/v1/', reply(401));
    rig.store.append([heart()]);
    const sync = rig.start({ hq: { address: rig.hq.address, code: 'used-already' }, timers, limits: {} });
    await poll(() => sync.health().state).toBe('refused');
    expect(rig.hq.requests).toHaveLength(1);
    expect(rig.hq.others.filter(({ path }) => path === '/v1/enrol')).toHaveLength(1);
  });

  test('the code that the key was had for is not shown again when the key is refused', async () => {
    const rig = await buildRig();
    const sync = rig.start({ hq: { address: rig.hq.address, code: SCRIPTED.code } });
    await poll(() => sync.health().mirror).toBe(SCRIPTED.mirror);
    rig.hq.always('/v1/events', reply(401));
    rig.store.append([heart()]);
    await poll(() => sync.health().state).toBe('refused');
    await poll(() => rig.hq.requests.length).toBeGreaterThan(2);
    expect(rig.hq.others.filter(({ path }) => path === '/v1/enrol')).toHaveLength(1);
  });

  test('an identity file that is broken counts as none', async () => {
    const rig = await buildRig();
    const sync = rig.start({ hq: { address: rig.hq.address } });
    await sync.stop();
    for (const text of ['', '{', '[]', '{"key": 4}', '{"address": "nowhere"}']) {
      writeFileSync(rig.identityPath, text);
      const next = rig.start({ hq: { address: rig.hq.address } });
      await poll(() => next.health().state).toBe('refused');
      await next.stop();
    }
  });

  test('a disk that does not take the key does not hold up the events, and gets it later', async () => {
    const rig = await buildRig();
    const folder = join(rig.folder, 'away');
    writeFileSync(folder, 'a file where the folder should be');
    rig.store.append([heart()]);
    const identityPath = join(folder, 'hq-identity.json');
    const sync = rig.start({ hq: { address: rig.hq.address, code: SCRIPTED.code }, identityPath });
    await rig.drained();
    expect(sync.health().problem).toMatch(/key of this mirror cannot be written/);
    rmSync(folder);
    rig.store.append([heart()]);
    await rig.drained();
    expect(sync.health().problem).toBeNull();
    expect(readFileSync(identityPath, 'utf8')).toContain(SCRIPTED.mirror);
  });

  test('without an HQ nothing is sent and nothing is lost', async () => {
    const rig = await buildRig();
    rig.store.append([heart()]);
    const parts = { store: rig.store, identityPath: rig.identityPath, log: rig.log, apply: NO_APPLIERS };
    const sync = startSync({ ...parts, hq: undefined });
    expect(sync.health()).toEqual({
      state: 'unset',
      store: null,
      mirror: null,
      acceptedAgeMs: null,
      clockOffsetMs: null,
      problem: null,
    });
    await sync.stop();
    expect(rig.states()).toEqual(['pending']);
  });
});
