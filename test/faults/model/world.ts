/**
 * The real side of the model test: the real store in a folder, the scripted HQ, and clocks that jump. A crash is a copy of
 * the files as they lie there, opened in another folder: what a killed process leaves to the next.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MirrorEvent, NewEvent } from '../../../main/contract/events.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import { copyAsKilled, memoryFolder } from '../folder.ts';
import type { Said } from '../invariants.ts';
import { buildRandom } from '../random.ts';
import { sampleEvents } from '../sample-events.ts';
import { buildScriptedHq, type ScriptedHq } from '../scripted-hq.ts';

const START_MS = Date.UTC(2026, 10, 1);
/** HQ refuses one event in seven until an operator has set it right. */
const POISON = 7;

export interface World extends Disposable {
  store: Store;
  readonly hq: ScriptedHq;
  readonly said: Said[];
  /** The batch that was sent last; a network may deliver it again. */
  lastBatch: MirrorEvent[];
  /** Whether HQ refuses its share for good. */
  isPicky: boolean;
  /** The true time, which nobody knows but HQ, and how far the mirror's wall clock is ahead of it. */
  readonly time: { trueMs: number; wallErrorMs: number };
  events(count: number): NewEvent[];
  path(): string;
  /** Leaves a copy of the files, as of now, for `restart` to open; call it in the middle of anything. */
  crash(): void;
  /** Closes the store and opens what lies there. */
  restart(): void;
}

export function buildWorld(seed: number): World {
  const parent = memoryFolder();
  const source = sampleEvents(buildRandom(seed));
  let life = 0;
  let bootMs = START_MS;
  const time = { trueMs: START_MS, wallErrorMs: 0 };
  const clock = { wallMs: () => time.trueMs + time.wallErrorMs, monoMs: () => time.trueMs - bootMs };
  const folder = () => join(parent.path, String(life));
  const path = () => join(folder(), 'store.db');

  function open(): Store {
    mkdirSync(folder(), { recursive: true });
    bootMs = time.trueMs;
    return openStore({ path: path(), bootId: randomUUID(), clock });
  }

  /** Readings of health are left out: the store folds several into one where room is scarce. */
  function next(): NewEvent {
    const { value } = source.next();
    return value.type === 'mirror.health' ? next() : value;
  }

  const world: World = {
    store: open(),
    hq: buildScriptedHq(({ seq }) => world.isPicky && seq % POISON === 0),
    said: [],
    lastBatch: [],
    isPicky: true,
    time,
    events: (count) => Array.from({ length: count }, next),
    path,
    crash() {
      const given = folder();
      life++;
      copyAsKilled(given, folder());
    },
    restart() {
      world.store.close();
      world.store = open();
    },
    [Symbol.dispose]() {
      world.store.close();
      parent[Symbol.dispose]();
    },
  };
  return world;
}
