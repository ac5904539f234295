/** A sync with a scripted HQ and a real store, all ended with the test. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Store } from '../../../../main/store/store.ts';
import type { Identity } from '../../../../main/sync/identity.ts';
import { type Sync, type SyncOptions, startSync } from '../../../../main/sync/sync.ts';
import {
  SCRIPTED,
  type ScriptedHq,
  type ScriptedHqOptions,
  startScriptedHq,
} from '../../../fakes/scripted-hq.ts';
import { type KeptLog, keptLog, NO_APPLIERS, openTestStore, SHORT } from '../../../fakes/sync-parts.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

export interface Rig {
  hq: ScriptedHq;
  store: Store;
  log: KeptLog;
  folder: string;
  identityPath: string;
  /** Starts a sync, already enrolled unless `hq` is given. */
  start(options?: Partial<SyncOptions>): Sync;
  /** All that is recorded has an outcome. */
  drained(): Promise<void>;
  /** Delivery states by seq. */
  states(): string[];
}

export interface RigOptions extends ScriptedHqOptions {
  clock?: Parameters<typeof openTestStore>[1];
}

export async function buildRig({ clock, ...hqOptions }: RigOptions = {}): Promise<Rig> {
  const folder = tempFolder();
  const hq = await startScriptedHq(hqOptions);
  const store = openTestStore(folder, clock);
  const log = keptLog();
  const identityPath = join(folder, 'hq-identity.json');
  const syncs: Sync[] = [];
  onTestFinished(async () => {
    for (const sync of syncs) await sync.stop();
    store.close();
    await hq.stop();
  });

  return {
    hq,
    store,
    log,
    folder,
    identityPath,
    start(options = {}) {
      if (options.hq === undefined) writeIdentityOf(hq.address, identityPath);
      const sync = startSync({
        store,
        log,
        identityPath,
        hq: { address: hq.address },
        apply: NO_APPLIERS,
        limits: SHORT,
        ...options,
      });
      syncs.push(sync);
      return sync;
    },
    drained: () => expect.poll(() => store.counts().pending, { timeout: 10_000, interval: 5 }).toBe(0),
    states: () =>
      store.db
        .prepare<[], { state: string }>('SELECT state FROM delivery ORDER BY seq')
        .all()
        .map(({ state }) => state),
  };
}

export function writeIdentityOf(address: string, path: string): Identity {
  const { store, mirror, key } = SCRIPTED;
  const identity = { store, mirror, key, address, id: crypto.randomUUID(), codeSha256: '' };
  writeFileSync(path, JSON.stringify(identity), { mode: 0o600 });
  return identity;
}
