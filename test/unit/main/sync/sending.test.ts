/** What goes out, in which pieces and how soon; and how sync ends. */
import { createServer } from 'node:https';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sourceOf, WIRE } from '../../../../main/contract/wire.ts';
import { batchOf, reply, SCRIPTED } from '../../../fakes/scripted-hq.ts';
import { code, heart, SHORT, turnedTimers, worn } from '../../../fakes/sync-parts.ts';
import { buildRig } from './rig.ts';

const poll = (read: () => unknown) => expect.poll(read, { timeout: 5000, interval: 2 });

describe('a request', () => {
  test('carries CloudEvents of this mirror, compressed, with its key and its clock', async () => {
    const rig = await buildRig();
    const [event] = rig.store.append([worn('ROSE-9')]);
    rig.start();
    await rig.drained();
    const [request] = rig.hq.requests;
    expect(request?.headers).toMatchObject({
      'content-type': 'application/cloudevents-batch+json',
      'content-encoding': 'gzip',
      authorization: `Bearer ${SCRIPTED.key}`,
    });
    const sentMs = Date.parse(String(request?.headers[WIRE.sentHeader]));
    expect(Math.abs(sentMs - Date.now())).toBeLessThan(5000);
    expect(request && batchOf(request)).toMatchObject([
      {
        id: event?.id,
        source: sourceOf(SCRIPTED.store, SCRIPTED.mirror),
        type: 'app.vermilion.shade.worn.v1',
        sha256: event?.sha256,
        data: { sku: 'ROSE-9' },
      },
    ]);
  });

  test('never holds more than 500 events or 512 KiB, and one is under way at a time', async () => {
    const rig = await buildRig();
    const skus = Array.from({ length: 50 }, (_, i) => `LONG-SKU-${i}`.padEnd(32, 'x'));
    rig.store.append(Array.from({ length: 1200 }, () => heart()));
    rig.store.append(
      Array.from({ length: 600 }, () => ({ type: 'tour.finished', visitId: null, body: { skus } }) as const),
    );
    let underWay = 0;
    let most = 0;
    rig.hq.always('/v1/events', async (request, response, hq) => {
      most = Math.max(most, ++underWay);
      await new Promise(setImmediate);
      underWay--;
      // Throws on a body that is too long.
      response.end(JSON.stringify(hq.commit(request)));
    });
    rig.start();
    await rig.drained();
    expect(rig.hq.events.size).toBe(1800);
    expect(Math.max(...rig.hq.requests.map(({ ids }) => ids.length))).toBe(500);
    expect(most).toBe(1);
  });
});

describe('how soon', () => {
  test('a code goes at once with the shades of its visit, and what else was waiting goes next', async () => {
    const rig = await buildRig();
    const sync = rig.start({ limits: { ...SHORT, gatherMs: 60_000 } });
    await poll(() => sync.health().state).toBe('waiting');
    const [waiting, shade] = rig.store.append([heart(), worn()]);
    expect(rig.hq.requests).toHaveLength(0);
    const startMs = performance.now();
    const [shown] = rig.store.append([code()]);
    await poll(() => rig.hq.events.size).toBe(3);
    expect(performance.now() - startMs).toBeLessThan(1000);
    expect(rig.hq.requests.map(({ ids }) => ids)).toEqual([[shade?.id, shown?.id], [waiting?.id]]);
  });

  test('other events are gathered for two seconds from the first on', async () => {
    const rig = await buildRig();
    const timers = turnedTimers();
    rig.hq.always('/v1/mirrors', () => {});
    const sync = rig.start({ timers, limits: {} });
    await poll(() => sync.health().state).toBe('waiting');
    rig.store.append([heart()]);
    await poll(() => timers.waits()[0]).toBe(2000);
    timers.turn(1500);
    rig.store.append([heart()]);
    await poll(() => timers.waits()[0]).toBe(500);
    timers.turn(500);
    await rig.drained();
    expect(rig.hq.requests.map(({ ids }) => ids.length)).toEqual([2]);
  });

  test('a code does not wait for what was recorded before it', async () => {
    const rig = await buildRig();
    for (let i = 0; i < 6; i++) rig.store.append(Array.from({ length: 1000 }, () => heart()));
    rig.start();
    await poll(() => rig.hq.requests.length > 1).toBe(true);
    const [shown] = rig.store.append([code()]);
    const sentBefore = rig.hq.requests.length;
    await poll(() => rig.hq.events.has(shown?.id ?? '')).toBe(true);
    const place = rig.hq.requests.findIndex(({ ids }) => ids.includes(shown?.id ?? ''));
    // The one that was under way, and its own.
    expect(place - sentBefore).toBeLessThanOrEqual(1);
    expect(rig.hq.requests[place]?.ids).toEqual([shown?.id]);
    await rig.drained();
    expect(rig.hq.events.size).toBe(6001);
  });

  test('health tells how long ago HQ last accepted', async () => {
    const rig = await buildRig();
    const sync = rig.start();
    expect(sync.health().acceptedAgeMs).toBeNull();
    rig.store.append([heart()]);
    await rig.drained();
    expect(sync.health().acceptedAgeMs).toBeLessThan(5000);
  });
});

describe('a reply', () => {
  test('without an end is given up within the time of a request', async () => {
    const rig = await buildRig();
    rig.store.append([heart()]);
    rig.hq.next((_request, response) => {
      const timer = setInterval(() => response.write(' '.repeat(64)), 5);
      response.once('close', () => clearInterval(timer));
    });
    rig.start({ limits: { ...SHORT, requestMs: 200 } });
    await rig.drained();
    expect(rig.hq.events.size).toBe(1);
  });

  test('that never comes is given up, and less is sent then', async () => {
    const rig = await buildRig();
    rig.store.append(Array.from({ length: 200 }, () => heart()));
    rig.hq.next(() => {});
    const sync = rig.start({ limits: { ...SHORT, requestMs: 100 } });
    await poll(() => sync.health().problem).toMatch(/does not answer in time/);
    await rig.drained();
    const [first, second] = rig.hq.requests.map(({ ids }) => ids.length);
    expect(second).toBeLessThan(first as number);
  });

  test('that points elsewhere is not followed', async () => {
    const rig = await buildRig();
    rig.store.append([heart()]);
    rig.hq.always('/elsewhere', reply(200));
    rig.hq.next(reply(307, { location: '/elsewhere' }));
    rig.start();
    await rig.drained();
    expect(rig.hq.others.some(({ path }) => path === '/elsewhere')).toBe(false);
  });
});

test('nobody listening, and a certificate that is none, are told as what they are', async () => {
  const rig = await buildRig();
  rig.store.append([heart()]);
  const away = rig.start({ hq: { address: 'http://127.0.0.1:9', code: SCRIPTED.code } });
  await poll(() => away.health().problem).toMatch(/cannot be reached \(ECONNREFUSED\)/);
  await away.stop();
  // Without a certificate no handshake succeeds.
  const bare = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void bare.close());
  await poll(() => bare.listening).toBe(true);
  const { port } = bare.address() as { port: number };
  const untrusted = rig.start({ hq: { address: `https://127.0.0.1:${port}`, code: SCRIPTED.code } });
  await poll(() => untrusted.health().problem).toMatch(/certificate of HQ .* is not trusted/);
  expect(rig.states()).toEqual(['pending']);
});

test('a store that cannot note the answer is told, and what HQ has is noted later', async () => {
  const rig = await buildRig();
  rig.store.append([heart()]);
  const { settle } = rig.store;
  rig.store.settle = () => {
    throw new Error('database or disk is full');
  };
  const sync = rig.start();
  await poll(() => sync.health().problem).toBe('database or disk is full');
  rig.store.settle = settle;
  await rig.drained();
  expect(rig.states()).toEqual(['accepted']);
  expect(rig.hq.events.size).toBe(1);
});

test.each(['while HQ says nothing', 'while it is waited', 'while nothing is to do'])(
  'sync ends within a second %s',
  async (when) => {
    const rig = await buildRig({ holdMs: 60_000 });
    if (when === 'while HQ says nothing') rig.hq.always('/v1/events', () => {});
    if (when === 'while it is waited') rig.hq.always('/v1/events', reply(503, { 'retry-after': '600' }));
    if (when !== 'while nothing is to do') rig.store.append([heart()]);
    const sync = rig.start({ limits: {} });
    const state = { 'while HQ says nothing': 'sending', 'while it is waited': 'backing-off' }[when];
    await poll(() => sync.health().state).toBe(state ?? 'waiting');
    await poll(() => rig.hq.others.length).toBe(1);
    const startMs = performance.now();
    await sync.stop();
    expect(performance.now() - startMs).toBeLessThan(1000);
    expect(rig.store.counts().pending).toBe(when === 'while nothing is to do' ? 0 : 1);
  },
);
