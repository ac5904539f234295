/**
 * A mirror's store and sync, a fault proxy and an HQ, for one run of a row: events are recorded, the row spoils the wire,
 * and when it has lifted its fault everything must get to HQ. Then the promises are held against what is found.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MirrorEvent, NewEvent } from '../../../main/contract/events.ts';
import { fromEnvelope } from '../../../main/contract/wire.ts';
import type { ClockEdges } from '../../../main/store/clock.ts';
import type { Store } from '../../../main/store/store.ts';
import type { SyncLimits, Timers } from '../../../main/sync/limits.ts';
import { type Sync, startSync } from '../../../main/sync/sync.ts';
import { type FaultProxy, startFaultProxy } from '../../fakes/fault-proxy.ts';
import { SCRIPTED, type ScriptedHq, startScriptedHq } from '../../fakes/scripted-hq.ts';
import { code, heart, keptLog, NO_APPLIERS, openTestStore, SHORT, worn } from '../../fakes/sync-parts.ts';
import { runFolder } from '../folder.ts';
import { type Evidence, findViolations, type Said } from '../invariants.ts';
import { buildRandom, type Random } from '../random.ts';
import type { RunResult } from '../row.ts';
import { buildScriptedHq } from '../scripted-hq.ts';

export interface Scene {
  random: Random;
  hq: ScriptedHq;
  proxy: FaultProxy;
  store: Store;
  sync: Sync;
  /** Records so many events of a visit, codes among them. */
  record(count: number): void;
  /** @returns as recorded */
  recordAll(events: NewEvent[]): MirrorEvent[];
  /** Ends as soon as it holds. @throws after half a minute */
  until(what: string, holds: () => boolean): Promise<void>;
  /** From now on the time to recover is taken. */
  lifted(): void;
  /** A promise of this row that was broken. */
  broken(sentence: string): void;
}

export interface SceneOptions {
  limits?: Partial<SyncLimits>;
  timers?: Timers;
  clock?: ClockEdges;
  hqNowMs?(): number;
  /** Events that HQ may never take, in the end. */
  quarantined?: number;
}

const PATIENCE_MS = 30_000;

export async function inScene(
  seed: number,
  act: (scene: Scene) => Promise<void>,
  options: SceneOptions = {},
): Promise<RunResult> {
  using folder = runFolder();
  const { hqNowMs } = options;
  const hq = await startScriptedHq(hqNowMs === undefined ? {} : { nowMs: hqNowMs });
  const proxy = await startFaultProxy(hq.port);
  const store = openTestStore(folder.path, options.clock);
  const sync = startSync({
    store,
    hq: { address: proxy.address },
    identityPath: enrolledAt(proxy.address, folder.path),
    apply: NO_APPLIERS,
    log: keptLog(),
    limits: options.limits ?? SHORT,
    ...(options.timers && { timers: options.timers }),
  });
  const { scene, said, sentences, liftedAt } = buildScene(seed, { hq, proxy, store, sync });
  let recoveryMs: number | null = null;
  try {
    await act(scene);
    await scene.until('all is at HQ', () => store.counts().pending === 0);
    const startMs = liftedAt();
    if (startMs !== null) recoveryMs = performance.now() - startMs;
    const { quarantined } = store.counts();
    if (quarantined !== (options.quarantined ?? 0)) sentences.push(`${quarantined} events were put aside`);
  } catch (cause) {
    // What the row found before is worth more than how it ended.
    sentences.push(`the run ended early: ${cause instanceof Error ? cause.message : String(cause)}`);
  } finally {
    await sync.stop();
    store.close();
    await proxy.stop();
    await hq.stop();
  }
  return { violations: [...sentences, ...findViolations(evidence(folder.path, said, hq))], recoveryMs };
}

type Parts = Pick<Scene, 'hq' | 'proxy' | 'store' | 'sync'>;

function buildScene(seed: number, parts: Parts) {
  const random = buildRandom(seed);
  const said: Said[] = [];
  const sentences: string[] = [];
  let liftedMs: number | null = null;
  const some = (): NewEvent => {
    const sku = `SHADE-${random.below(40)}`;
    return random.pick([heart(sku), worn(sku, 1000 + random.below(9000)), code(crypto.randomUUID())]);
  };
  const scene: Scene = {
    ...parts,
    random,
    record: (count) => void scene.recordAll(Array.from({ length: count }, some)),
    recordAll(events) {
      const recorded = parts.store.append(events);
      said.push(...recorded);
      return recorded;
    },
    until,
    lifted() {
      liftedMs = performance.now();
    },
    broken: (sentence) => void sentences.push(sentence),
  };
  return { scene, said, sentences, liftedAt: () => liftedMs };
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`after half a minute it is not so that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

function enrolledAt(address: string, folder: string): string {
  const { store, mirror, key } = SCRIPTED;
  const path = join(folder, 'hq-identity.json');
  const identity = { store, mirror, key, address, id: crypto.randomUUID(), codeSha256: '' };
  writeFileSync(path, JSON.stringify(identity), { mode: 0o600 });
  return path;
}

/** What HQ holds, taken into the book that the promises are read from. */
function evidence(folder: string, said: readonly Said[], { events }: ScriptedHq): Evidence {
  const book = buildScriptedHq();
  book.take([...events.values()].flatMap((envelope) => fromEnvelope(envelope) ?? []));
  return { path: join(folder, 'store.db'), said, hq: book };
}
