/** Every row of the table of replies, over real HTTP: what stays, what goes, how long it is waited. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Envelope } from '../../../../main/contract/wire.ts';
import { type Answer, batchOf, json, reply } from '../../../fakes/scripted-hq.ts';
import { heart, type TurnedTimers, turnedTimers } from '../../../fakes/sync-parts.ts';
import { buildRig } from './rig.ts';

const poll = (read: () => unknown) => expect.poll(read, { timeout: 5000, interval: 5 });

const answer =
  (make: (envelopes: Envelope[]) => unknown, status = 200): Answer =>
  (request, response) =>
    json(response, status, make(batchOf(request)));
const NOTHING = { accepted: [], duplicate: [], rejected: [] };

/** One answer, with time standing: the sender waits, and for how long is seen. */
async function answered(first: Answer, random = 1) {
  const rig = await buildRig();
  const timers = turnedTimers();
  const { seq } = rig.store.append([heart(), heart()])[1] as { seq: number };
  rig.hq.always('/v1/mirrors', () => {});
  rig.hq.next(first);
  const sync = rig.start({ timers, limits: { pollMs: Number.POSITIVE_INFINITY }, random: () => random });
  await poll(() => rig.hq.requests.length).toBe(1);
  return { rig, timers, sync, seq };
}

describe('keeps everything and comes again', () => {
  const HOUR_AHEAD = new Date(Date.now() + 7_200_000).toUTCString();
  /** By HQ's clock, which is not the mirror's. */
  const MINUTE_AHEAD = {
    date: 'Sun, 22 Nov 2020 12:00:00 GMT',
    'retry-after': 'Sun, 22 Nov 2020 12:01:00 GMT',
  };
  test.each<[string, Answer, number]>([
    ['408', reply(408), 1000],
    ['429', reply(429), 1000],
    ['429 with a number', reply(429, { 'retry-after': '120' }), 120_000],
    ['429 with zero', reply(429, { 'retry-after': '0' }), 1000],
    ['429 with a week', reply(429, { 'retry-after': '604800' }), 3_600_000],
    ['429 with a date far ahead', reply(429, { 'retry-after': HOUR_AHEAD }), 3_600_000],
    ['429 with a date', reply(429, MINUTE_AHEAD), 60_000],
    ['429 with a date gone by', reply(429, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }), 1000],
    ['429 with garbage', reply(429, { 'retry-after': 'soon 5' }), 1000],
    ['429 with a negative number', reply(429, { 'retry-after': '-5' }), 1000],
    ['500', reply(500), 1000],
    ['503 with a number', reply(503, { 'retry-after': '7' }), 7000],
    ['599', reply(599), 1000],
    ['a connection that is cut', (_request, response) => void response.destroy(), 1000],
    ['no JSON', reply(200, {}, '<html>It works!</html>'), 1000],
    ['half of JSON', reply(200, {}, '{"accepted": ["'), 1000],
    ['nothing', reply(200, {}, ''), 1000],
    ['another schema', answer((all) => ({ ok: all.length })), 1000],
    [
      'a code that is not one',
      answer(([one]) => ({ ...NOTHING, rejected: [{ id: one?.id, code: 'x' }] })),
      1000,
    ],
    ['204', reply(204), 1000],
    ['206 with ids', answer((all) => ({ ...NOTHING, accepted: all.map(({ id }) => id) }), 206), 1000],
    ['200 that names nobody', answer(() => NOTHING), 1000],
    ['200 with foreign ids', answer(() => ({ ...NOTHING, accepted: [crypto.randomUUID()] })), 1000],
    ['an encoding that nobody asked for', reply(200, { 'content-encoding': 'br' }, 'x'), 1000],
    ['gzip that is none', reply(200, { 'content-encoding': 'gzip' }, '{"accepted":[]}'), 1000],
    [
      'more than a reply can hold',
      (request, response, hq) => json(response, 200, { ...hq.commit(request), more: 'x'.repeat(2 ** 20) }),
      1000,
    ],
    [
      'a little gzip that holds more than a reply can',
      (_request, response) =>
        void response
          .writeHead(200, { 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.alloc(2 ** 23, ' '))),
      1000,
    ],
  ])('%s', async (_, first, waitMs) => {
    const { rig, timers, sync } = await answered(first);
    await poll(() => sync.health().state).toBe('backing-off');
    expect(sync.health().problem).not.toBeNull();
    expect(rig.states()).toEqual(['pending', 'pending']);
    const wait = senderWait(timers);
    expect(wait).toBe(waitMs);
    timers.turn(wait - 1);
    expect(sync.health().state).toBe('backing-off');
    timers.turn(1);
    await rig.drained();
    expect(rig.hq.events.size).toBe(2);
    expect(sync.health()).toMatchObject({ problem: null });
  });

  test('waits are anything up to a bound that doubles to five minutes, for ever, and start anew with a success', async () => {
    const { rig, timers, sync } = await answered(reply(500), 0.5);
    rig.hq.always('/v1/events', reply(500));
    const waits: number[] = [];
    for (let tries = 1; tries <= 12; tries++) {
      await poll(() => [rig.hq.requests.length, sync.health().state]).toEqual([tries, 'backing-off']);
      const wait = senderWait(timers);
      waits.push(wait);
      timers.turn(wait);
    }
    expect(waits).toEqual([
      500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 150_000, 150_000, 150_000,
    ]);
    rig.hq.always('/v1/events', undefined);
    await poll(() => sync.health().state).toBe('backing-off');
    timers.turn(150_000);
    await rig.drained();
    rig.hq.next(reply(500));
    rig.store.append([heart()]);
    await poll(() => timers.waits().filter(Number.isFinite)).toEqual([2000]);
    timers.turn(2000);
    await poll(() => sync.health().state).toBe('backing-off');
    expect(senderWait(timers)).toBe(500);
  });
});

describe('stays out and asks again after a quarter of an hour', () => {
  test.each([401, 403, 404, 301, 302, 304, 307, 308])('%i', async (status) => {
    const { rig, timers, sync } = await answered(reply(status, { location: 'http://127.0.0.1:1/v1/events' }));
    await poll(() => sync.health().state).toBe('refused');
    expect(sync.health().problem).toMatch(/enrol it anew|fleet page|hq\.address/);
    rig.store.append([heart()]);
    timers.turn(890_000);
    expect(rig.states()).toEqual(['pending', 'pending', 'pending']);
    expect(rig.hq.requests).toHaveLength(1);
    timers.turn(10_000);
    await rig.drained();
    expect(rig.hq.events.size).toBe(3);
  });
});

describe('does what HQ says of each id, and of no other', () => {
  test('what HQ names is done, what it does not name is sent again', async () => {
    const rig = await buildRig();
    rig.store.append([heart('A'), heart('B'), heart('C')]);
    rig.hq.next((request, response, hq) => {
      const { accepted } = hq.commit(request);
      const rejected = [{ id: crypto.randomUUID(), code: 'invalid' }];
      json(response, 207, { ...NOTHING, accepted: [accepted[1], crypto.randomUUID()], rejected });
    });
    rig.start();
    await rig.drained();
    const [first, second] = rig.hq.requests;
    expect(second?.ids).toEqual([first?.ids[0], first?.ids[2]]);
    expect(rig.states()).toEqual(['accepted', 'accepted', 'accepted']);
    expect(rig.log.lines).toEqual([]);
  });

  test('what HQ has already is done', async () => {
    const rig = await buildRig();
    rig.store.append([heart()]);
    rig.hq.next((request, response, hq) => {
      hq.commit(request);
      response.destroy();
    });
    rig.start();
    await rig.drained();
    expect(rig.hq.requests).toHaveLength(2);
    expect(rig.hq.events.size).toBe(1);
  });

  test('what HQ rejects is kept aside with its code, told, and sent again when an operator asks', async () => {
    const rig = await buildRig();
    rig.store.append([heart('A'), heart('B')]);
    rig.hq.next((request, response, hq) => {
      const [bad, good] = hq.commit(request).accepted;
      json(response, 200, { ...NOTHING, accepted: [good], rejected: [{ id: bad, code: 'hash-mismatch' }] });
    });
    const sync = rig.start();
    await rig.drained();
    expect(rig.states()).toEqual(['quarantined', 'accepted']);
    expect(sync.health().problem).toMatch(/refused 1 event/);
    expect(rig.log.lines).toContainEqual({
      level: 'error',
      event: 'sync.quarantined',
      fields: { seq: 1, code: 'hash-mismatch' },
    });
    expect(sync.retryQuarantined()).toBe(1);
    await rig.drained();
    expect(rig.states()).toEqual(['accepted', 'accepted']);
    expect(sync.health().problem).toBeNull();
  });

  test('an id that HQ both accepts and rejects is kept', async () => {
    const rig = await buildRig();
    rig.store.append([heart()]);
    rig.hq.next((request, response) => {
      const [id] = request.ids;
      json(response, 200, { accepted: [id], duplicate: [id], rejected: [{ id, code: 'forbidden' }] });
    });
    rig.start();
    await rig.drained();
    expect(rig.states()).toEqual(['quarantined']);
  });
});

describe('finds the event that spoils a request', () => {
  const refusing =
    (status: number, isRefused: (envelopes: Envelope[]) => boolean): Answer =>
    (request, response, hq) =>
      isRefused(batchOf(request)) ? json(response, status, {}) : json(response, 200, hq.commit(request));
  const holds = (sku: string) => (all: Envelope[]) => all.some(({ data }) => data.sku === sku);

  test.each([
    [400, 0],
    [400, 250],
    [422, 499],
    [400, 137],
  ])('%i for one at place %i of 500: 499 are delivered in under 20 requests', async (status, place) => {
    const rig = await buildRig();
    rig.store.append(Array.from({ length: 500 }, (_, i) => heart(i === place ? 'POISON' : `S-${i}`)));
    rig.hq.always('/v1/events', refusing(status, holds('POISON')));
    rig.start();
    await rig.drained();
    expect(
      rig
        .states()
        .map((state, i) => (state === 'quarantined' ? i : -1))
        .filter((i) => i >= 0),
    ).toEqual([place]);
    expect(rig.hq.events.size).toBe(499);
    expect(rig.hq.requests.length).toBeLessThanOrEqual(20);
  });

  test('413: half as much is sent until it fits', async () => {
    const rig = await buildRig();
    rig.store.append(Array.from({ length: 60 }, () => heart()));
    rig.hq.always(
      '/v1/events',
      refusing(413, (all) => all.length > 20),
    );
    rig.start();
    await rig.drained();
    expect(rig.hq.events.size).toBe(60);
    expect(rig.hq.requests.slice(0, 4).map(({ ids }) => ids.length)).toEqual([60, 30, 15, 15]);
  });

  test('413 for an event alone: it is put aside and the others go', async () => {
    const rig = await buildRig();
    rig.store.append([heart('A'), heart('LARGE'), heart('B')]);
    rig.hq.always('/v1/events', refusing(413, holds('LARGE')));
    rig.start();
    await rig.drained();
    expect(rig.states()).toEqual(['accepted', 'quarantined', 'accepted']);
    expect(rig.log.lines.map(({ fields }) => fields.code)).toContain('too-large');
  });

  test('an HQ that refuses one event after the other is given time instead of all events', async () => {
    const rig = await buildRig();
    const timers = turnedTimers();
    rig.store.append(Array.from({ length: 40 }, () => heart()));
    rig.hq.always('/v1/events', reply(400));
    const sync = rig.start({ timers, limits: {} });
    await poll(() => sync.health().state).toBe('backing-off');
    expect(rig.store.counts()).toMatchObject({ quarantined: 4, pending: 36 });
  });
});

/** The only wait there is: the inbox hangs in a poll without an end. */
const senderWait = (timers: TurnedTimers): number => {
  const waits = timers.waits().filter(Number.isFinite);
  expect(waits).toHaveLength(1);
  return waits[0] as number;
};
