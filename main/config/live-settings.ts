/** The settings over time: those that held at start, for the shell, and those that the page follows as the file changes. */
import type { PageSettings } from '../contract/page-settings.ts';
import { LiveValue } from '../live-value.ts';
import { isAbsent } from './json-file.ts';
import type { LiveFiles } from './live-files.ts';
import { combineSettings, readSettingsFile, type Settings, type SettingsSources } from './settings.ts';

export interface LiveSettings {
  readonly atStart: Settings;
  readonly page: LiveValue<PageSettings>;
}

/** What the page may know, and what it can follow without a restart. */
const toPage = ({ locale, camera, companion }: Settings): PageSettings => ({ locale, camera, companion });

/** @param onWaiting told the keys that were changed and will hold from the next start on */
export function openLiveSettings(
  sources: SettingsSources,
  files: LiveFiles,
  onWaiting: (keys: string[]) => void,
): LiveSettings {
  let mustExist = sources.isFileNamed;
  const read = (path: string) => {
    // Only the default file may be absent, until it was there; the copy of the last good one is there or it is none.
    if (path === sources.file) mustExist ||= !isAbsent(path);
    const given = readSettingsFile(path, path !== sources.file || mustExist);
    combineSettings(given, sources.given);
    return given;
  };
  const file = files.open('settings', sources.file, read);
  const combined = (): Settings => combineSettings(file.value.value, sources.given);
  const atStart = combined();
  const page = new LiveValue(toPage(atStart));
  file.value.onChange(() => {
    const now = combined();
    page.set(toPage(now));
    const waiting = changedKeys(atStart, now).filter((key) => !(key in toPage(now)));
    if (waiting.length > 0) onWaiting(waiting);
  });
  return { atStart, page };
}

function changedKeys(before: Settings, after: Settings): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Settings>;
  return [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}
