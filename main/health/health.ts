/** The whole mirror's health, as page, metrics and the store's health events are told: put together from its parts when asked. */
import type { MirrorFiles } from '../config/mirror-files.ts';
import type { Health, SyncHealth } from '../contract/health.ts';
import type { Store } from '../store/store.ts';
import { VERSION } from '../version.ts';
import { judgeCalibration } from './calibration-health.ts';
import type { PageWatch } from './page-watch.ts';

export interface HealthParts {
  boot: string;
  uptimeMs(): number;
  files: Pick<MirrorFiles, 'problems' | 'settings'>;
  page: PageWatch;
  store: Pick<Store, 'health'>;
  link: { health(): SyncHealth };
}

export function buildHealth({ boot, uptimeMs, files, page, store, link }: HealthParts): () => Health {
  return () => ({
    version: VERSION,
    boot,
    uptimeMs: uptimeMs(),
    problems: files.problems(),
    page: page.report,
    calibration: judgeCalibration(files.settings.page.value.camera.calibration, Date.now()),
    store: store.health(),
    sync: link.health(),
  });
}
