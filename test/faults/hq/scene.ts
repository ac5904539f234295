/**
 * What the rows of HQ share: an HQ in a process of its own, mirrors that keep sending it batches over HTTP until each was
 * answered, and the look at its database afterwards: all that was acknowledged is there once, and visits count as their events say.
 */
import { hash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { createCode } from '../../../hq/enrolment/codes.ts';
import { importRegistry } from '../../../hq/registry/import.ts';
import { type DatabasePlace, openDatabase } from '../../../hq/storage/database.ts';
import { EVENT_VERSION, type MirrorEvent } from '../../../main/contract/events.ts';
import {
  digestText,
  type Enrolment,
  enrolReplySchema,
  eventsReplySchema,
  sourceOf,
  toEnvelope,
  WIRE,
  WIRE_PATHS,
} from '../../../main/contract/wire.ts';
import { type HqProcess, startHqProcess } from '../../fleet/hq-process.ts';
import { recount } from '../../unit/hq/recount.ts';
import { buildRandom } from '../random.ts';
import { sampleEvents } from '../sample-events.ts';

export interface Scene {
  readonly hq: HqProcess;
  readonly mirrors: readonly SceneMirror[];
  /** Ends HQ and reads what it has. */
  violations(): Promise<string[]>;
  stop(): Promise<void>;
}

export interface SceneMirror {
  readonly events: readonly MirrorEvent[];
  /** Ids that HQ said it has. */
  readonly acknowledged: Set<string>;
  /** Sends until HQ has answered for all of them. @returns when the last answer came, `performance.now()` */
  deliver(events?: readonly MirrorEvent[]): Promise<number>;
}

const RETRY_MS = 50;
const BATCH = 40;
const REQUEST_MS = 20_000;

export async function openScene(
  place: DatabasePlace,
  seed: number,
  mirrors: number,
  events: number,
): Promise<Scene> {
  const codes = await register(place, mirrors);
  const hq = await startHqProcess(place);
  const all = await Promise.all(
    codes.map((code, at) => enrolled(hq, code, mintEvents(seed * 100 + at, events))),
  );
  return {
    hq,
    mirrors: all,
    async violations() {
      await hq.stop();
      const { db, close } = await openDatabase(place);
      try {
        return [...(await compare(db, all)), ...(await recount(db))];
      } finally {
        await close();
      }
    },
    stop: () => hq.stop(),
  };
}

async function register(place: DatabasePlace, mirrors: number): Promise<string[]> {
  const names = Array.from({ length: mirrors }, (_, at) => `mirror-${at}`);
  const lines = names.map((name) => `mirror,${name},Mirror,s,`);
  const { db, close } = await openDatabase(place);
  try {
    await importRegistry(
      db,
      ['kind,id,name,store,timeZone', 'store,s,Store,,Asia/Shanghai', ...lines].join('\n'),
    );
    const codes: string[] = [];
    for (const name of names) codes.push(await createCode(db, name, Date.now()));
    return codes;
  } finally {
    await close();
  }
}

function mintEvents(seed: number, count: number): MirrorEvent[] {
  const source = sampleEvents(buildRandom(seed));
  const bootId = randomUUID();
  return Array.from({ length: count }, (_, at) => {
    const { type, visitId, body } = source.next().value;
    const whole = {
      seq: at + 1,
      id: newId(),
      type,
      version: EVENT_VERSION,
      visitId,
      timeMs: Date.now(),
      wallMs: Date.now(),
      monoMs: at,
      bootId,
      body: JSON.stringify(body),
    };
    return { ...whole, sha256: hash('sha256', digestText(whole)) };
  });
}

async function enrolled(hq: HqProcess, code: string, events: readonly MirrorEvent[]): Promise<SceneMirror> {
  const reply = await fetch(new URL(WIRE_PATHS.enrol, hq.address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  const identity = enrolReplySchema.parse(await reply.json());
  const acknowledged = new Set<string>();
  return {
    events,
    acknowledged,
    async deliver(those = events) {
      for (let at = 0; at < those.length; at += BATCH) {
        const batch = those.slice(at, at + BATCH);
        let done: readonly string[] | undefined;
        while (done === undefined) {
          done = await send(hq, identity, batch).catch(() => undefined);
          if (done === undefined) await sleep(RETRY_MS);
        }
        for (const id of done) acknowledged.add(id);
      }
      return performance.now();
    },
  };
}

/** @returns what HQ has of it; undefined when it did not answer as it should */
async function send(hq: HqProcess, { store, mirror, key }: Enrolment, batch: readonly MirrorEvent[]) {
  const reply = await fetch(new URL(WIRE_PATHS.events, hq.address), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': WIRE.mediaType },
    body: JSON.stringify(batch.map((event) => toEnvelope(event, sourceOf(store, mirror)))),
    signal: AbortSignal.timeout(REQUEST_MS),
  });
  if (reply.status !== 200) return undefined;
  const { accepted, duplicate } = eventsReplySchema.parse(await reply.json());
  return [...accepted, ...duplicate];
}

type Db = Parameters<typeof recount>[0];

async function compare(db: Db, mirrors: readonly SceneMirror[]): Promise<string[]> {
  const rows = await db.selectFrom('events').select(['event_id', 'sha256']).execute();
  const stored = new Map(rows.map(({ event_id, sha256 }) => [event_id, sha256]));
  const twice = rows.length - stored.size;
  const lost = mirrors.flatMap(({ events, acknowledged }) =>
    events.filter(({ id, sha256 }) => !acknowledged.has(id) || stored.get(id) !== sha256),
  );
  return [
    ...(twice === 0 ? [] : [`${twice} events stand there twice`]),
    ...(lost.length === 0
      ? []
      : [`${lost.length} events, ${lost[0]?.id} first, are not there or not acknowledged`]),
  ];
}
