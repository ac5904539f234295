/** The readings of a page that is gone: none of them keeps its last value. */
import { expect, test } from 'vitest';
import type { PageReport } from '../../../../main/contract/health.ts';
import { buildMetrics } from '../../../../main/health/metrics.ts';
import type { PageWatch } from '../../../../main/health/page-watch.ts';

const report: PageReport = {
  camera: {
    state: 'live',
    widthPx: 1280,
    heightPx: 720,
    frameAgeMs: 9,
    fps: 30,
    connected: 1,
    recoveries: 2,
  },
  tryon: { state: 'running', workMs: 14, faceShare: 1, restarts: 3 },
  light: 'dim',
  waitingIntents: 4,
  lostIntents: 5,
};

const NAMES =
  /^vermilion_(camera_(frame_age|frames_per)_second|cameras_|camera_rec|tryon_|intents_(waiting|lost))/;

test('a page that is gone leaves no reading of its last report', async () => {
  const page = { report, ageMs: 0, take: () => {} } as { -readonly [key in keyof PageWatch]: PageWatch[key] };
  const note = (): void => {};
  const log = { info: note, warn: note, error: note, lostLines: 0, stop: async () => {} };
  const metrics = buildMetrics({ version: '1', log, page, refusedFiles: () => [], calibration: () => null });
  const readings = async () => (await metrics.text()).split('\n').filter((line) => NAMES.test(line));
  expect(await readings()).toEqual([
    'vermilion_camera_frame_age_seconds 0.009',
    'vermilion_camera_frames_per_second 30',
    'vermilion_cameras_connected 1',
    'vermilion_camera_recoveries 2',
    'vermilion_tryon_work_seconds 0.014',
    'vermilion_tryon_face_share 1',
    'vermilion_tryon_restarts 3',
    'vermilion_intents_waiting 4',
    'vermilion_intents_lost 5',
  ]);
  const lights = async () =>
    (await metrics.text()).split('\n').filter((line) => /^vermilion_light.* 1$/.test(line));
  expect(await lights()).toEqual(['vermilion_light{reading="dim"} 1']);
  page.report = null;
  expect(await lights()).toEqual([]);
  expect((await readings()).map((line) => line.split(' ')[1])).toEqual(['-1', ...Array(8).fill('0')]);
});
