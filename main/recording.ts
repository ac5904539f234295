/**
 * What the service records: the store, the visits in it, and what else becomes an event by itself. Owns the store. Statistics
 * are brought up to date within each event's transaction.
 */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { buildUsedCatalogue, type UsedCatalogue } from './config/hq-catalogue.ts';
import { readJsonFile } from './config/json-file.ts';
import type { MirrorFiles } from './config/mirror-files.ts';
import type { Log } from './health/log.ts';
import { keptHqSettings } from './inbox.ts';
import { buildMembers, type Members } from './members/members.ts';
import { loadDayCounts, takeDayCounts } from './stats/day-counts.ts';
import { buildProjection } from './stats/projection.ts';
import { openStore, type Store } from './store/store.ts';
import { buildVisits, type Visits } from './visits/visits.ts';

export interface RecordingOptions {
  /** Of the store. */
  path: string;
  boot: string;
  files: MirrorFiles;
  log: Log;
  /** Where phones reach HQ; null while that is not known. */
  landing(): string | null;
}

export interface Recording {
  readonly store: Store;
  readonly visits: Visits;
  readonly members: Members;
  readonly catalogue: UsedCatalogue;
  stop(): void;
}

/** Throws the store's errors, such as `store-locked`. */
export function openRecording({ path, boot, files, log, landing }: RecordingOptions): Recording {
  const { settings } = files;
  const { timeZone, catalogue: named } = settings.atStart;
  const store = openStore({ path, bootId: boot, project: (db) => buildProjection(db, timeZone) });
  if (store.incident !== null) log.error('store.incident', { message: store.incident.sentence });
  try {
    settings.setFromHq(keptHqSettings(store));
    const catalogue = buildUsedCatalogue(files.catalogue, named !== undefined, store);
    const visits = buildVisits({
      store,
      policy: () => settings.now.value.visits,
      catalogue: catalogue.value,
      onFailed: (cause) => log.error('visit.unrecorded', { message: String(cause) }),
      onDamaged: (cause) => log.error('visit.damaged', { message: String(cause) }),
    });
    const members = buildMembers({
      ...{ store, visits, landing },
      settings: () => settings.now.value.codes,
      onUnusable: (carrier, message) => log.warn('code.unusable', { carrier, message }),
      onFailed: (cause) => log.error('code.unrecorded', { message: String(cause) }),
    });
    noteChangedSettings(store, files, log);
    followDayCounts(store, files, log);
    const stop = (): void => {
      members.stop();
      visits.stop();
      store.close();
    };
    return { store, visits, members, catalogue, stop };
  } catch (cause) {
    store.close();
    throw cause;
  }
}

function noteChangedSettings(store: Store, { settings }: MirrorFiles, log: Log): void {
  settings.onFileChanged((keys) => {
    attempt('settings.changed', log, () =>
      store.append([{ type: 'settings.changed', visitId: null, body: { ba: null, by: 'file', keys } }]),
    );
  });
}

/**
 * Days that were taken stay in the store, so a file that is bad or gone from the start on takes nothing away and does not
 * keep the mirror from starting.
 */
function followDayCounts(store: Store, files: MirrorFiles, log: Log): void {
  const path = files.settings.atStart.counts;
  if (path === undefined) return;
  const read = (file: string) => (file === path ? loadDayCounts(file) : readCopy(file));
  const counts = files.open('counts', path, read).value;
  const take = () => attempt('day-counts', log, () => takeDayCounts(store, counts.value));
  take();
  counts.onChange(take);
}

const copySchema = z.array(
  z.strictObject({ day: z.iso.date(), door: z.int().nullable(), till: z.int().nullable() }),
);
const readCopy = (file: string) => (existsSync(file) ? readJsonFile('counts', file, copySchema) : []);

/** Nobody waits for it, and the next one is tried again. */
function attempt(type: string, log: Log, act: () => void): void {
  try {
    act();
  } catch (cause) {
    log.error('event.unrecorded', { type, message: String(cause) });
  }
}
