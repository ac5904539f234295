/**
 * A process that is there to be killed: it opens the real store and appends events, each said on stdout as soon as
 * `append` returned ("seq id sha256"). HQ is its parent, asked over the channel between them. Argument: WriterOptions.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { MirrorEvent } from '../../../main/contract/events.ts';
import { eventsReplySchema } from '../../../main/contract/wire.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import { outcomesOf } from '../outcomes.ts';
import { buildRandom } from '../random.ts';
import { sampleEvents } from '../sample-events.ts';
import { type Breakpoint, REFUSED, type WriterOptions } from './writer-options.ts';

const options = JSON.parse(process.argv[2] as string) as WriterOptions;
const random = buildRandom(options.seed);
let timesLeft = options.dies?.time ?? 0;

function pass(breakpoint: Breakpoint): void {
  if (options.dies?.at === breakpoint && --timesLeft === 0) process.kill(process.pid, 'SIGKILL');
}

function say(events: readonly MirrorEvent[]): void {
  // Straight to the pipe: what this process said must not die with its buffers.
  for (const { seq, id, sha256 } of events) writeSync(1, `${seq} ${id} ${sha256}\n`);
}

/** @returns whether there was anything to send */
async function deliver(store: Store): Promise<boolean> {
  const batch = store.nextBatch({ maxEvents: 50, maxBytes: 65_536 });
  if (batch.length === 0) return false;
  process.send?.(batch);
  const [reply] = await once(process, 'message');
  pass('after-send');
  store.transact(() => {
    store.settle(outcomesOf(batch, eventsReplySchema.parse(reply)));
    pass('before-ack-commit');
  });
  return true;
}

function append(store: Store, source: Iterator<Parameters<Store['append']>[0][number], never>): void {
  const events = Array.from({ length: 1 + random.below(3) }, () => source.next().value);
  pass('before-begin');
  const recorded = store.append(events);
  pass('after-commit');
  say(recorded);
}

async function write(store: Store): Promise<void> {
  const source = sampleEvents(random);
  for (let count = 0; count !== options.appends; count++) {
    if (count === options.syncedAppends) store.db.pragma('synchronous = OFF');
    append(store, source);
    if (options.sends && random.below(8) === 0) await deliver(store);
  }
  while (options.sends && (await deliver(store)));
}

function open(): Store {
  try {
    const project = () => () => pass('in-transaction');
    return openStore({ path: options.path, bootId: randomUUID(), project });
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'store-locked') throw cause;
    process.exit(REFUSED);
  }
}

function breakMigrations(): void {
  const exec = Database.prototype.exec;
  Database.prototype.exec = function (this: Database.Database, sql: string) {
    const result = exec.call(this, sql);
    pass('in-migration');
    return result;
  };
}

process.once('disconnect', () => process.exit(1));
breakMigrations();
const store = open();
await write(store);
store.close();
process.exit(0);
