/** HQ's server over a database of its own, without a network, and mirrors that are enrolled there and mint events. */
import { hash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { v7 as newId } from 'uuid';
import { createCode, enrol } from '../../../hq/enrolment/codes.ts';
import { importRegistry } from '../../../hq/registry/import.ts';
import { buildServer, type ServerOptions } from '../../../hq/server.ts';
import type { OpenDatabase } from '../../../hq/storage/database.ts';
import type { HqDatabase } from '../../../hq/storage/schema.ts';
import { EVENT_VERSION, type MirrorEvent, type NewEvent } from '../../../main/contract/events.ts';
import { digestText, type Envelope, sourceOf, toEnvelope, WIRE } from '../../../main/contract/wire.ts';
import { openTestDatabase } from '../../fakes/hq-database.ts';

/** 2026-11-22 04:00 UTC, noon in Shanghai. */
export const NOON_MS = Date.UTC(2026, 10, 22, 4);
export const DAY_MS = 24 * 3_600_000;

export type TestHq = Awaited<ReturnType<typeof openTestHq>>;

/** One for a file: its tests keep apart by mirrors of their own. @param opened in memory when left out */
export async function openTestHq(
  opened?: OpenDatabase,
  options: Pick<ServerOptions, 'settings' | 'log'> = {},
) {
  const { db, close } = opened ?? (await openTestDatabase());
  const clock = { nowMs: NOON_MS };
  const app = await buildServer({ db, now: () => clock.nowMs, pollMs: 200, ...options });
  return {
    db,
    app,
    clock,
    async close() {
      await app.close();
      await close();
    },
  };
}

const REGISTRY = `kind,id,name,brand,dealer,store,timeZone,from
brand,b,Brand,,,,,
dealer,d,Dealer,b,,,,
store,shanghai,Shanghai,,d,,Asia/Shanghai,
store,paris,Paris,,d,,Europe/Paris,
`;

export const registerStores = (db: HqDatabase) => importRegistry(db, REGISTRY);

let mirrors = 0;

/** A new mirror in the store, enrolled. Its sequence numbers begin at 1. */
export async function newMirror({ db, app, clock }: TestHq, store = 'shanghai') {
  const id = `mirror-${++mirrors}`;
  await importRegistry(db, `kind,id,name,store\nmirror,${id},Mirror,${store}`);
  const { key } = await enrol(db, { code: await createCode(db, id, clock.nowMs) }, clock.nowMs);
  const { inbox_cursor: inboxCursor } = await db
    .selectFrom('mirrors')
    .select('inbox_cursor')
    .where('mirror_id', '=', id)
    .executeTakeFirstOrThrow();
  const source = sourceOf(store, id);
  let seq = 0;

  const mint = (event: NewEvent, timeMs = clock.nowMs): Envelope =>
    toEnvelope(sealed({ ...event, body: JSON.stringify(event.body), seq: ++seq, timeMs }), source);

  return {
    id,
    key,
    /** After what it was told with its enrolment. */
    inboxCursor,
    mint,
    /** Leaves numbers out, as if their events never came. */
    skip: (count: number) => {
      seq += count;
    },
    /** A try-on of half a minute with one shade. */
    visit: (timeMs = clock.nowMs, visitId = newId()): Envelope[] =>
      visitEvents(visitId).map((event) => mint(event, timeMs)),
    async post(payload: string | Buffer, headers: Record<string, string> = {}) {
      const authorization = `Bearer ${key}`;
      const all = { authorization, 'content-type': WIRE.mediaType, ...headers };
      return app.inject({ method: 'POST', url: '/v1/events', headers: all, payload });
    },
    async send(batch: readonly unknown[]) {
      const payload = gzipSync(JSON.stringify(batch));
      const reply = await this.post(payload, { 'content-encoding': 'gzip' });
      return reply.json();
    },
  };
}

export type TestMirror = Awaited<ReturnType<typeof newMirror>>;

const BOOT = randomUUID();

function sealed(event: Pick<MirrorEvent, 'type' | 'visitId' | 'body' | 'seq' | 'timeMs'>): MirrorEvent {
  const { timeMs } = event;
  const whole = { ...event, id: newId(), version: EVENT_VERSION, wallMs: timeMs, monoMs: 1000, bootId: BOOT };
  return { ...whole, sha256: hash('sha256', digestText(whole)) };
}

export const WORN: Extract<NewEvent, { type: 'shade.worn' }>['body'] = {
  sku: 'VA-M01',
  finish: 'matte',
  intensity: 1,
  source: 'rail',
  wearer: 'shopper',
  dwellMs: 5000,
  quality: { light: 'good', tracking: 1 },
};

function visitEvents(visitId: string): NewEvent[] {
  return [
    { type: 'visit.started', visitId, body: { trigger: 'touch', mode: 'shopper', ba: 'ba-a' } },
    { type: 'shade.worn', visitId, body: WORN },
    { type: 'shade.favourited', visitId, body: { sku: WORN.sku } },
    {
      type: 'code.shown',
      visitId,
      body: { token: visitId, carrier: 'link', benefit: null, ba: null, skus: [WORN.sku] },
    },
    { type: 'visit.ended', visitId, body: { reason: 'left', durationMs: 30_000, tryonMs: 25_000 } },
  ];
}
