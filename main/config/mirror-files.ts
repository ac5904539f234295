/** The files of this mirror that a person may change while it runs, opened and followed: settings, catalogue, day counts. */
import { loadCatalogue, SAMPLE_CATALOGUE } from '../catalog/catalogue.ts';
import type { Catalogue } from '../contract/catalogue.ts';
import type { FileProblem } from '../contract/health.ts';
import type { Log } from '../health/log.ts';
import type { LiveValue } from '../live-value.ts';
import { buildLiveFiles, type LiveFiles } from './live-files.ts';
import { type LiveSettings, openLiveSettings } from './live-settings.ts';
import type { SettingsSources } from './settings.ts';

export interface MirrorFilesOptions {
  sources: SettingsSources;
  log: Log;
  say(sentence: string): void;
}

export interface MirrorFiles {
  readonly settings: LiveSettings;
  /** The one that the settings name, or the sample. */
  readonly catalogue: LiveValue<Catalogue>;
  /** Opens another; throws what `read` throws when the file is bad and there is no last good copy of it. */
  open: LiveFiles['open'];
  problems(): FileProblem[];
  stop(): void;
}

/** Throws the errors of settings and catalogue where there is no last good one. Refusals go to log and console. */
export function openMirrorFiles({ sources, log, say }: MirrorFilesOptions): MirrorFiles {
  const files = buildLiveFiles({
    dataFolder: sources.dataFolder,
    onChange(file, path, message) {
      if (message === null) log.info('file.accepted', { file });
      else log.error('file.refused', { file, message });
      say(message ?? `The ${file} file ${path} has changed and is in use.`);
    },
    onCopyFailed: (file, cause) => log.warn('copy.failed', { file, message: String(cause) }),
  });
  const settings = openLiveSettings({
    sources,
    files,
    onWaiting: (keys) => say(`Changed settings that hold from the next start on: ${keys.join(', ')}.`),
  });
  const path = settings.atStart.catalogue ?? SAMPLE_CATALOGUE;
  const catalogue = files.open('catalogue', path, loadCatalogue).value;
  return { settings, catalogue, open: files.open, problems: files.problems, stop: files.stop };
}
