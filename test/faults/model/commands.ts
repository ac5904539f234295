/** What may happen to a mirror, as commands that fast-check strings together: each acts on the model and on the world alike. */
import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import fc from 'fast-check';
import type { EventsReply } from '../../../main/contract/wire.ts';
import { judge } from '../../../main/sync/judge.ts';
import { addToModel, compare, countOf, ids, type Model, pendingOf } from './model.ts';
import type { World } from './world.ts';

type Command = fc.Command<Model, World>;

/** How HQ's answer comes back, if it does. */
const WAYS_BACK = ['whole', 'half', 'wrong-ids', 'nonsense', 'status-500', 'lost', 'never-sent'] as const;
type WayBack = (typeof WAYS_BACK)[number];

function command(name: string, run: (model: Model, world: World) => void): Command {
  return {
    check: () => true,
    run(model, world) {
      run(model, world);
      compare(model, world);
    },
    toString: () => name,
  };
}

const appendCommand = (count: number) =>
  command(`append ${count}`, (model, world) => {
    world.time.trueMs += 1000;
    const recorded = unlessFull(model, () => world.store.append(world.events(count))) ?? [];
    for (const event of recorded) {
      ok(event.seq > (world.said.at(-1)?.seq ?? 0), `number ${event.seq} was given before`);
      if (model.knowsTime) strictEqual(event.timeMs, world.time.trueMs);
      world.said.push(event);
      addToModel(model, event);
    }
  });

const sendCommand = (count: number, way: WayBack) =>
  command(`send ${count}, answer ${way}`, (model, world) => {
    const batch = world.store.nextBatch({ maxEvents: count, maxBytes: Number.MAX_SAFE_INTEGER });
    deepStrictEqual(ids(batch), ids(pendingOf(model, count)));
    if (batch.length === 0 || way === 'never-sent') return;
    world.lastBatch = batch;
    const answer = world.hq.take(batch);
    const reply = {
      status: way === 'status-500' ? 500 : 200,
      text: textOf(answer, way),
      header: () => undefined,
    };
    const verdict = judge(reply, new Set(ids(batch)), world.time.trueMs);
    if (way !== 'lost' && verdict.kind === 'settled') settle(model, world, verdict);
  });

function textOf(answer: EventsReply, way: WayBack): string {
  if (way === 'nonsense') return '<html>';
  if (way === 'wrong-ids')
    return JSON.stringify({ ...answer, accepted: ['another'], duplicate: [], rejected: [] });
  if (way === 'half') return JSON.stringify({ ...answer, accepted: answer.accepted.slice(1) });
  return JSON.stringify(answer);
}

function settle(
  model: Model,
  { store }: World,
  { accepted, rejected }: { accepted: string[]; rejected: EventsReply['rejected'] },
): void {
  const byId = new Map([...model.deliveries.values()].map((delivery) => [delivery.event.id, delivery]));
  const seqOf = (id: string): number => byId.get(id)?.event.seq as number;
  const outcomes = [
    ...accepted.map((id) => ({ seq: seqOf(id), state: 'accepted' as const })),
    ...rejected.map(({ id, code }) => ({ seq: seqOf(id), state: 'quarantined' as const, error: code })),
  ];
  const settled = unlessFull(model, () => {
    store.settle(outcomes);
    return true;
  });
  if (!settled) return;
  for (const { seq, state } of outcomes) Object.assign(model.deliveries.get(seq) as object, { state });
}

/** undefined where there was no room, which there must not be otherwise. */
function unlessFull<T>(model: Model, act: () => T): T | undefined {
  try {
    return act();
  } catch (cause) {
    if (!model.isFull) throw cause;
    return undefined;
  }
}

const sendAgain = command('the network delivers a batch again', (_model, { hq, lastBatch }) => {
  hq.take(lastBatch);
});

function reopen(model: Model, world: World): void {
  world.restart();
  model.isFull = false;
  model.knowsTime = model.keptWallErrorMs === world.time.wallErrorMs;
}

const restart = command('restart', reopen);

const crash = command('crash', (model, world) => {
  world.crash();
  reopen(model, world);
});

const crashInTransaction = command('crash between INSERT and COMMIT', (model, world) => {
  const events = world.events(3);
  try {
    world.store.transact(() => {
      world.store.append(events);
      world.crash();
      throw new Error('killed');
    });
  } catch (cause) {
    if (!model.isFull) strictEqual((cause as Error).message, 'killed');
    else world.crash();
  }
  reopen(model, world);
});

const fill = command('the disk fills up', (model, { store }) => {
  model.isFull = true;
  store.db.pragma(`max_page_count = ${store.db.pragma('page_count', { simple: true })}`);
});

const freeSpace = command('there is room again', (model, { store }) => {
  model.isFull = false;
  store.db.pragma('max_page_count = 100000');
});

const jump = (ms: number) =>
  command(`the wall clock jumps by ${ms} ms`, (_model, { time, store }) => {
    time.wallErrorMs += ms;
    store.clock.now();
  });

const learn = command("HQ's clock is learnt", (model, { store, time }) => {
  store.clock.learn(-time.wallErrorMs);
  model.knowsTime = true;
  const kept = unlessFull(
    model,
    () => store.transact(() => store.writeState('clock-offset', store.clock.offsetMs)) ?? true,
  );
  if (kept) model.keptWallErrorMs = time.wallErrorMs;
});

const retry = command('an operator sets HQ right and retries', (model, world) => {
  world.isPicky = false;
  const waiting = countOf(model, 'quarantined');
  const retried = unlessFull(model, () => world.store.retryQuarantined());
  if (retried === undefined) return;
  strictEqual(retried, waiting);
  for (const delivery of model.deliveries.values()) {
    if (delivery.state === 'quarantined') delivery.state = 'pending';
  }
});

const TEN_YEARS_MS = 10 * 365 * 24 * 3_600_000;
/** Shorter jumps are left to the network's time service. */
const SHORTEST_JUMP_MS = 2001;

export const anyCommands = fc.commands(
  [
    fc.integer({ min: 1, max: 12 }).map(appendCommand),
    fc
      .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(...WAYS_BACK))
      .map((given) => sendCommand(...given)),
    fc.integer({ min: 1, max: 40 }).map((count) => sendCommand(count, 'whole')),
    fc.constantFrom(crash, crashInTransaction, restart),
    fc.constantFrom(fill, freeSpace, learn, retry, sendAgain),
    fc
      .tuple(fc.integer({ min: SHORTEST_JUMP_MS, max: TEN_YEARS_MS }), fc.constantFrom(-1, 1))
      .map(([ms, sign]) => jump(sign * ms)),
  ],
  { maxCommands: 20, size: 'max' },
);
