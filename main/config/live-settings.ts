/** The settings over time: those that held at start, for the shell, and those that are followed as the file and HQ change them. */
import type { PageSettings } from '../contract/page-settings.ts';
import { LiveValue } from '../live-value.ts';
import { HQ_KEYS } from './hq-settings.ts';
import { isAbsent } from './json-file.ts';
import type { LiveFiles } from './live-files.ts';
import {
  combineSettings,
  type GivenSettings,
  readSettingsFile,
  type Settings,
  type SettingsSources,
} from './settings.ts';

export interface LiveSettings {
  /** Without what HQ sets, which is known only once the store is open. */
  readonly atStart: Settings;
  readonly now: LiveValue<Settings>;
  readonly page: LiveValue<PageSettings>;
  /** The layer of HQ, in place of the one before. */
  setFromHq(settings: GivenSettings): void;
  /** Calls `listener` with the keys that the file has changed. */
  onFileChanged(listener: (keys: string[]) => void): void;
}

export interface LiveSettingsOptions {
  sources: SettingsSources;
  files: LiveFiles;
  /** Told the keys that were changed and will hold from the next start on. */
  onWaiting(keys: string[]): void;
}

/** What the page may know, and what it can follow without a restart. */
const toPage = ({ locale, camera, companion }: Settings): PageSettings => ({ locale, camera, companion });
const FOLLOWED: readonly string[] = [...HQ_KEYS, 'camera'];

export function openLiveSettings(options: LiveSettingsOptions): LiveSettings {
  const { sources, files, onWaiting } = options;
  let mustExist = sources.isFileNamed;
  const read = (path: string) => {
    // Only the default file may be absent, until it was there; the copy of the last good one is there or it is none.
    if (path === sources.file) mustExist ||= !isAbsent(path);
    const given = readSettingsFile(path, path !== sources.file || mustExist);
    combineSettings(given, sources.given);
    return given;
  };
  const file = files.open('settings', sources.file, read);
  let fromHq: GivenSettings = {};
  const listeners = new Set<(keys: string[]) => void>();
  const combined = (): Settings => combineSettings({ ...fromHq, ...file.value.value }, sources.given);
  const atStart = combined();
  const now = new LiveValue(atStart);
  const page = new LiveValue(toPage(atStart));

  function follow(): string[] {
    const before = now.value;
    now.set(combined());
    page.set(toPage(now.value));
    return changedKeys(before, now.value);
  }

  file.value.onChange(() => {
    const changed = follow();
    if (changed.length > 0) for (const listener of listeners) listener(changed);
    const waiting = changedKeys(atStart, now.value).filter((key) => !FOLLOWED.includes(key));
    if (waiting.length > 0) onWaiting(waiting);
  });
  return {
    atStart,
    now,
    page,
    setFromHq(settings) {
      fromHq = settings;
      follow();
    },
    onFileChanged: (listener) => void listeners.add(listener),
  };
}

function changedKeys(before: Settings, after: Settings): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Settings>;
  return [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}
