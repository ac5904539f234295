import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readGaps } from '../../../hq/fleet/gaps.ts';
import { importRegistry } from '../../../hq/registry/import.ts';
import { sourceOf, WIRE } from '../../../main/contract/wire.ts';
import {
  DAY_MS,
  NOON_MS,
  newMirror,
  openTestHq,
  registerStores,
  type TestHq,
  type TestMirror,
  WORN,
} from './hq-fixture.ts';
import { recount } from './recount.ts';

let hq: TestHq;
let mirror: TestMirror;

beforeAll(async () => {
  hq = await openTestHq();
  await registerStores(hq.db);
  mirror = await newMirror(hq);
});
afterAll(() => hq.close());

const idsOf = (events: readonly { id: string }[]) => events.map(({ id }) => id);
const visitsOf = ({ id }: TestMirror) =>
  hq.db.selectFrom('visits').selectAll().where('mirror_id', '=', id).execute();
const eventsOf = ({ id }: TestMirror) =>
  hq.db.selectFrom('events').selectAll().where('mirror_id', '=', id).execute();
const mirrorRow = ({ id }: TestMirror) =>
  hq.db.selectFrom('mirrors').selectAll().where('mirror_id', '=', id).executeTakeFirstOrThrow();

describe('a batch', () => {
  test('is answered by ids and stands in the database once', async () => {
    const events = mirror.visit();
    expect(await mirror.send(events)).toEqual({ accepted: idsOf(events), duplicate: [], rejected: [] });
    expect(await mirror.send(events)).toEqual({ accepted: [], duplicate: idsOf(events), rejected: [] });
    expect(idsOf((await eventsOf(mirror)).map(({ event_id }) => ({ id: event_id }))).sort()).toEqual(
      idsOf(events).sort(),
    );
    expect(await visitsOf(mirror)).toMatchObject([
      {
        store_id: 'shanghai',
        day: '2026-11-22',
        hour: 12,
        mode: 'shopper',
        ba: 'ba-a',
        carrier: 'link',
        visits: 1,
        tryons: 1,
        codes: 1,
        worn: 1,
      },
    ]);
  });

  test('that names an event twice counts it once', async () => {
    const own = await newMirror(hq);
    const [first, ...others] = own.visit();
    expect((await own.send([first, first, ...others])).accepted).toHaveLength(1 + others.length);
    expect(await visitsOf(own)).toMatchObject([{ visits: 1, worn: 1 }]);
  });

  test('tells the clock at which it came, and learns the mirror’s', async () => {
    const sent = new Date(NOON_MS - 7000).toISOString();
    const reply = await mirror.post(JSON.stringify(mirror.visit()), { [WIRE.sentHeader]: sent });
    expect(reply.headers[WIRE.receivedHeader]).toBe(new Date(NOON_MS).toISOString());
    expect(await mirrorRow(mirror)).toMatchObject({ clock_offset_ms: 7000, last_seen_ms: NOON_MS });
  });

  test.each([
    ['no JSON', '[{', 400, 'not-json'],
    ['no array', '{"events":[]}', 400, 'not-a-batch'],
    ['more than 500 events', JSON.stringify(Array(501).fill({})), 413, 'too-many-events'],
    ['an event without an id', '[{"specversion":"1.0"}]', 400, 'unnamed-event'],
    ['null for an event', '[null]', 400, 'unnamed-event'],
    ['more than 512 KiB', JSON.stringify(['x'.repeat(600 * 1024)]), 413, 'too-large'],
  ])('of %s is refused in a sentence', async (_what, payload, status, code) => {
    const reply = await mirror.post(payload);
    expect(reply.statusCode).toBe(status);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.json()).toEqual({ status, code, detail: expect.stringMatching(/^[A-Z].*\.$/) });
    expect(reply.body).not.toMatch(/\.ts|node_modules|\n +at /);
    expect(reply.headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
  });

  test('that swells beyond its bound when unpacked is refused while it does', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const reply = await mirror.post(bomb, { 'content-encoding': 'gzip' });
    expect(reply.json()).toMatchObject({ status: 413, code: 'too-large' });
  });

  test('in another media type or coding, or announced as gzip and none, is refused', async () => {
    expect((await mirror.post('[]', { 'content-type': 'application/json' })).statusCode).toBe(415);
    expect((await mirror.post('[]', { 'content-encoding': 'br' })).statusCode).toBe(415);
    expect((await mirror.post('[]', { 'content-encoding': 'gzip' })).statusCode).toBe(400);
  });

  test('of 500 events with one poisoned keeps the 499', async () => {
    const events = Array.from({ length: 100 }, () => mirror.visit()).flat();
    const poison = events[250] as (typeof events)[number];
    const batch = events.map((event) => (event === poison ? { ...event, data: { sku: 7 } } : event));
    const reply = await mirror.send(batch);
    expect(reply.accepted).toHaveLength(499);
    expect(reply.rejected).toEqual([{ id: poison.id, code: 'invalid' }]);
  });
});

describe('an event', () => {
  test('of another mirror or of a store where this one never stood is forbidden', async () => {
    const [one, other] = [mirror.visit(), mirror.visit()].map(([event]) => event);
    const batch = [
      { ...one, source: sourceOf('shanghai', 'mirror-of-another') },
      { ...other, source: sourceOf('paris', mirror.id) },
    ];
    expect((await mirror.send(batch)).rejected).toEqual(batch.map(({ id }) => ({ id, code: 'forbidden' })));
  });

  test('whose hash does not fit is rejected, and so is a known id with another content', async () => {
    const [event] = mirror.visit();
    const changed = { ...event, seq: 999_999 };
    expect((await mirror.send([changed])).rejected).toEqual([{ id: event?.id, code: 'hash-mismatch' }]);
    expect((await mirror.send([event])).accepted).toEqual([event?.id]);
    const again = { ...mirror.mint({ type: 'presence.passed', visitId: null, body: { durationMs: 1 } }) };
    expect((await mirror.send([{ ...again, id: event?.id }])).rejected).toEqual([
      { id: event?.id, code: 'hash-mismatch' },
    ]);
    expect(
      await hq.db
        .selectFrom('refusals')
        .select(['event_id', 'code'])
        .where('mirror_id', '=', mirror.id)
        .execute(),
    ).toContainEqual({ event_id: event?.id, code: 'hash-mismatch' });
  });

  test('with a field too many, of an unknown type or too large is rejected by its id', async () => {
    const devices = Object.fromEntries(
      Array.from({ length: 2000 }, (_, i) => [`device-${i}`, 'x'.repeat(32)]),
    );
    const health = mirror.mint({ type: 'mirror.health', visitId: null, body: { ...HEALTH, devices } });
    const [plain, typed] = [mirror.visit()[0], mirror.visit()[0]];
    const reply = await mirror.send([
      { ...plain, face: 'x' },
      { ...typed, type: 'app.vermilion.face.seen.v1' },
      health,
    ]);
    expect(reply.rejected).toEqual([
      { id: plain?.id, code: 'invalid' },
      { id: typed?.id, code: 'invalid' },
      { id: health.id, code: 'too-large' },
    ]);
  });

  test('with text that no database takes is rejected instead of failing its batch for ever', async () => {
    const bad = ['VA\u0000', 'VA\ud800'].map((sku) =>
      mirror.mint({ type: 'shade.worn', visitId: randomUUID(), body: { ...WORN, sku } }),
    );
    const good = mirror.visit();
    const reply = await mirror.send([...bad, ...good, { id: 'a\u0000b' }]);
    expect(reply.accepted).toEqual(idsOf(good));
    expect(reply.rejected.map(({ code }: { code: string }) => code)).toEqual([
      'invalid',
      'invalid',
      'invalid',
    ]);
  });

  test('with the largest numbers there are never fails its batch', async () => {
    const own = await newMirror(hq);
    const most = Number.MAX_SAFE_INTEGER;
    const visitId = randomUUID();
    const batch = Array.from({ length: 400 }, () => [
      own.mint({ type: 'shade.worn', visitId, body: { ...WORN, dwellMs: most } }),
      own.mint({ type: 'loss.reported', visitId: null, body: { class: 'health', count: most } }),
    ]).flat();
    for (const part of [batch.slice(0, 400), batch.slice(400)])
      expect((await own.send(part)).accepted).toHaveLength(400);
  });
});

const HEALTH = {
  fps: 30,
  faceShare: 1,
  camera: null,
  frameAgeMs: null,
  rssMiB: 200,
  pending: 0,
  quarantined: 0,
  clockOffsetMs: null,
  version: '0.1.0',
  devices: {},
  folded: 1,
};

describe('who sends', () => {
  test.each([
    ['no key', {}],
    ['a key of nobody', { authorization: `Bearer nobody.${'x'.repeat(43)}` }],
    ['another scheme', { authorization: 'Basic eDp5' }],
  ])('with %s is not let in', async (_what, headers) => {
    const all = { 'content-type': WIRE.mediaType, ...headers };
    const reply = await hq.app.inject({ method: 'POST', url: '/v1/events', headers: all, payload: '[]' });
    expect(reply.json()).toMatchObject({ status: 401, code: 'unauthorized' });
  });

  test('with the name of one mirror and the key of another is not let in', async () => {
    const authorization = `Bearer ${mirror.id}.${'A'.repeat(43)}`;
    expect((await mirror.post('[]', { authorization })).statusCode).toBe(401);
  });
});

describe('what HQ knows of a visit', () => {
  test('is the same in whatever order, batches and repetitions its events come', async () => {
    const [inOrder, atOdds] = [await newMirror(hq), await newMirror(hq)];
    const ids = Array.from({ length: 4 }, () => randomUUID());
    await inOrder.send(ids.flatMap((id) => inOrder.visit(NOON_MS, id)));
    const events = ids.flatMap((id) => atOdds.visit(NOON_MS, id)).reverse();
    await Promise.all(events.flatMap((event) => [atOdds.send([event]), atOdds.send([event])]));
    const plain = async (of: TestMirror) =>
      (await visitsOf(of))
        .map(({ mirror_id: _, ...row }) => row)
        .sort((a, b) => a.visit_id.localeCompare(b.visit_id));
    expect(await plain(atOdds)).toEqual(await plain(inOrder));
    expect(await recount(hq.db)).toEqual([]);
  });

  test('counts where the mirror stood on its day, and passers as well', async () => {
    const own = await newMirror(hq);
    await importRegistry(hq.db, `kind,id,name,store,from\nmirror,${own.id},Mirror,paris,2026-11-22`);
    hq.clock.nowMs += 6000;
    const passed = (timeMs: number) =>
      own.mint({ type: 'presence.passed', visitId: null, body: { durationMs: 2000 } }, timeMs);
    const batch = [
      ...own.visit(NOON_MS - DAY_MS),
      ...own.visit(NOON_MS),
      passed(NOON_MS - DAY_MS),
      passed(NOON_MS),
      passed(NOON_MS),
    ];
    expect((await own.send(batch)).accepted).toHaveLength(13);
    expect((await visitsOf(own)).map(({ store_id, day, hour }) => ({ store_id, day, hour }))).toEqual(
      expect.arrayContaining([
        { store_id: 'shanghai', day: '2026-11-21', hour: 12 },
        { store_id: 'paris', day: '2026-11-22', hour: 5 },
      ]),
    );
    expect(
      await hq.db
        .selectFrom('passers')
        .select(['store_id', 'passers'])
        .where('mirror_id', '=', own.id)
        .orderBy('passers')
        .execute(),
    ).toEqual([
      { store_id: 'shanghai', passers: 1 },
      { store_id: 'paris', passers: 2 },
    ]);
  });

  test('takes in events from ten years ahead or behind', async () => {
    const own = await newMirror(hq);
    const batch = [...own.visit(NOON_MS - 3653 * DAY_MS), ...own.visit(NOON_MS + 3653 * DAY_MS)];
    expect((await own.send(batch)).accepted).toHaveLength(10);
    expect((await visitsOf(own)).map(({ day }) => day).sort()).toEqual(['2016-11-21', '2036-11-22']);
  });
});

describe('a mirror', () => {
  test('is known by its newest health, and its gaps are told when they are a day old', async () => {
    const own = await newMirror(hq);
    const health = (fps: number, folded: number) =>
      own.mint({ type: 'mirror.health', visitId: null, body: { ...HEALTH, fps, folded } });
    const [older, newer] = [health(10, 1), health(20, 3)];
    own.skip(4);
    await own.send([
      newer,
      own.mint({ type: 'loss.reported', visitId: null, body: { class: 'health', count: 9 } }),
    ]);
    await own.send([older]);
    const row = await mirrorRow(own);
    expect(JSON.parse(row.last_health ?? '')).toMatchObject({ fps: 20 });
    expect(readGaps(row, hq.clock.nowMs + DAY_MS - 1)).toMatchObject({ missing: 0, gaps: [] });
    const gaps = [{ first: 3, last: 6 }];
    const told = { missing: 4, gaps, folded: 3, unexplained: 1, lost: 9 };
    expect(readGaps(row, hq.clock.nowMs + DAY_MS)).toMatchObject(told);
  });
});
