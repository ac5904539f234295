/** The readings of a page that is gone: none of them keeps its last value. */
import { expect, test } from 'vitest';
import type { Health, PageReport } from '../../../../main/contract/health.ts';
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
    isDemo: false,
  },
  tryon: { state: 'running', workMs: 14, faceShare: 1, restarts: 3 },
  light: 'dim',
  touchAgeMs: null,
  waitingIntents: 4,
  lostIntents: 5,
};

const HEALTH: Pick<Health, 'problems' | 'calibration' | 'store' | 'sync'> = {
  problems: [{ file: 'counts', sentence: 'Correct line 3.' }],
  calibration: null,
  store: { pending: 7, quarantined: 2, oldestPendingMs: 90_000, lost: 3, fullness: 0.25 },
  sync: {
    state: 'backing-off',
    store: 'stadt',
    mirror: 'stadt-1',
    acceptedAgeMs: null,
    clockOffsetMs: -1500,
    problem: 'HQ does not answer.',
  },
};

const NAMES =
  /^vermilion_(camera_(frame_age|frames_per)_second|cameras_|camera_rec|tryon_|intents_(waiting|lost))/;

test('a page that is gone leaves no reading of its last report', async () => {
  const page = { report, ageMs: 0, take: () => {} } as { -readonly [key in keyof PageWatch]: PageWatch[key] };
  const note = (): void => {};
  const log = { info: note, warn: note, error: note, lostLines: 0, stop: async () => {} };
  const metrics = buildMetrics({ version: '1', log, page, health: () => HEALTH });
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

test('the queue to HQ is told in numbers, never by name', async () => {
  const page: PageWatch = { report: null, ageMs: null, take: () => {} };
  const note = (): void => {};
  const log = { info: note, warn: note, error: note, lostLines: 0, stop: async () => {} };
  const text = await buildMetrics({ version: '1', log, page, health: () => HEALTH }).text();
  const lines = text.split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'vermilion_events_pending 7',
      'vermilion_events_oldest_pending_timestamp_seconds 90',
      'vermilion_events_quarantined 2',
      'vermilion_events_lost 3',
      'vermilion_store_fullness 0.25',
      'vermilion_sync_state{state="backing-off"} 1',
      'vermilion_sync_state{state="waiting"} 0',
      'vermilion_sync_accepted_age_seconds -1',
      'vermilion_clock_offset_seconds -1.5',
      'vermilion_file_refused{file="counts"} 1',
      'vermilion_file_refused{file="settings"} 0',
    ]),
  );
  expect(text).not.toContain('stadt');
});
