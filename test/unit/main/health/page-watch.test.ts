/** What is believed of the page: its last report while that is fresh, and a note in the log only when something changed. */
import { expect, test } from 'vitest';
import type { PageReport } from '../../../../main/contract/health.ts';
import type { Log } from '../../../../main/health/log.ts';
import { buildPageWatch } from '../../../../main/health/page-watch.ts';

const live: PageReport = {
  camera: {
    state: 'live',
    widthPx: 1280,
    heightPx: 720,
    frameAgeMs: 9,
    fps: 30,
    connected: 1,
    recoveries: 0,
    isDemo: false,
  },
  tryon: { state: 'running', workMs: 14, faceShare: 1, restarts: 0 },
  light: 'good',
  touchAgeMs: null,
  waitingIntents: 0,
  lostIntents: 0,
};

function watch() {
  const noted: unknown[][] = [];
  const note = (...line: unknown[]) => void noted.push(line);
  const clock = { ms: 0 };
  const log: Log = { info: note, warn: note, error: note, lostLines: 0, stop: async () => {} };
  return { page: buildPageWatch(log, () => clock.ms), noted, clock };
}

test('a report is believed for ten seconds', () => {
  const { page, clock } = watch();
  expect([page.report, page.ageMs]).toEqual([null, null]);
  page.take(live);
  clock.ms = 9999;
  expect(page.report).toEqual(live);
  clock.ms = 10_000;
  expect([page.report, page.ageMs]).toEqual([null, 10_000]);
});

test('the log notes changes, not reports', () => {
  const { page, noted } = watch();
  for (let i = 0; i < 5; i++) page.take(live);
  expect(noted.map(([event]) => event)).toEqual(['camera.changed', 'tryon.changed']);
  page.take({ ...live, camera: { ...live.camera, state: 'frozen' }, lostIntents: 2 });
  page.take({ ...live, camera: { ...live.camera, state: 'frozen' }, lostIntents: 2 });
  expect(noted.slice(2)).toEqual([
    ['camera.changed', { from: 'live', to: 'frozen', widthPx: 1280, heightPx: 720, connected: 1 }],
    ['intents.lost', { count: 2 }],
  ]);
});
