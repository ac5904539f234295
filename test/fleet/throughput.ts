/** How many events a second one HQ accepts over HTTP: full batches of several mirrors, made beforehand, one in flight each. */
import { Agent, request } from 'undici';
import { enrolReplySchema, eventsReplySchema, sourceOf, WIRE, WIRE_PATHS } from '../../main/contract/wire.ts';
import { encodeBatch } from '../../main/sync/batch.ts';
import { percentile } from '../bench/stats.ts';
import { makeVisit } from '../fakes/visit-events.ts';
import { buildRandom } from '../faults/random.ts';
import { openMemoryStore } from './memory-store.ts';

export interface ThroughputOptions {
  address: string;
  /** Of one mirror for each connection. */
  codes: readonly string[];
  seconds: number;
  seed: number;
  say(line: string): void;
}

export interface Throughput {
  connections: number;
  seconds: number;
  events: number;
  eventsPerSecond: number;
  p50Ms: number;
  p95Ms: number;
}

interface Lane {
  key: string;
  bodies: Buffer[];
}

/** More than is hoped for: a lane that runs dry ends the measurement for all. */
const MOST_PER_SECOND = 20_000;

export async function measureThroughput(options: ThroughputOptions): Promise<Throughput> {
  const { address, codes, seconds, seed, say } = options;
  const agent = new Agent();
  try {
    const batches = Math.ceil((MOST_PER_SECOND * seconds) / WIRE.maxEvents / codes.length);
    say(`making ${batches * codes.length} batches of ${WIRE.maxEvents} events`);
    const lanes: Lane[] = [];
    for (const [at, code] of codes.entries()) lanes.push(await buildLane(address, code, batches, seed + at));
    say(`sending them for ${seconds} s`);
    return await race(lanes, { address, seconds, agent });
  } finally {
    await agent.destroy();
  }
}

async function buildLane(address: string, code: string, batches: number, seed: number): Promise<Lane> {
  const reply = await fetch(new URL(WIRE_PATHS.enrol, address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  const { store, mirror, key } = enrolReplySchema.parse(await reply.json());
  const random = buildRandom(seed);
  const memory = openMemoryStore(false);
  const bodies: Buffer[] = [];
  while (bodies.length < batches) {
    while (memory.counts().pending < WIRE.maxEvents)
      memory.append(makeVisit(random).map(({ event }) => event));
    const events = memory.nextBatch({ maxEvents: WIRE.maxEvents, maxBytes: WIRE.maxBytes });
    const batch = await encodeBatch(events, sourceOf(store, mirror), WIRE.maxBytes);
    memory.settle(batch.events.map(({ seq }) => ({ seq, state: 'accepted' })));
    bodies.push(batch.body);
  }
  return { key, bodies };
}

async function race(
  lanes: readonly Lane[],
  { address, seconds, agent }: { address: string; seconds: number; agent: Agent },
): Promise<Throughput> {
  const times: number[] = [];
  let events = 0;
  let isDry = false;
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  const run = async ({ key, bodies }: Lane): Promise<void> => {
    for (const body of bodies) {
      const sentMs = performance.now();
      if (sentMs >= endMs || isDry) return;
      // Not `events += await`: that would add to what it was before the wait.
      const accepted = await deliver(address, key, body, agent);
      events += accepted;
      times.push(performance.now() - sentMs);
    }
    isDry = true;
  };
  await Promise.all(lanes.map(run));
  const tookS = (performance.now() - startMs) / 1000;
  return {
    connections: lanes.length,
    seconds: tookS,
    events,
    eventsPerSecond: events / tookS,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  };
}

/** @returns how many HQ accepted */
async function deliver(address: string, key: string, body: Buffer, dispatcher: Agent): Promise<number> {
  const reply = await request(new URL(WIRE_PATHS.events, address), {
    method: 'POST',
    dispatcher,
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': WIRE.mediaType,
      'content-encoding': 'gzip',
      [WIRE.sentHeader]: new Date().toISOString(),
    },
    body,
  });
  const { accepted, duplicate, rejected } = eventsReplySchema.parse(await reply.body.json());
  const refused = duplicate.length + rejected.length;
  if (refused > 0)
    throw new Error(`HQ did not accept ${refused} of ${accepted.length + refused} fresh events.`);
  return accepted.length;
}
