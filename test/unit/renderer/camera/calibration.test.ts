/** What is known of the camera's colours is no reason to disturb the camera. */
import { expect, test } from 'vitest';
import type { Calibration } from '../../../../main/contract/calibration.ts';
import { plain, watchedCamera } from '../../../fakes/camera/watched-camera.ts';

const calibration: Calibration = {
  matrix: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  levels: { black: [0, 0, 0], white: [1, 1, 1] },
  meanDeltaE: 1.2,
  at: '2026-01-01T00:00:00Z',
};

test('another calibration leaves the camera open and its picture standing', async () => {
  const mirror = watchedCamera();
  mirror.cameras.plug('First');
  mirror.camera.start(plain);
  await mirror.untilLive(2_000);
  for (const change of [calibration, { ...calibration, meanDeltaE: 1 }, undefined]) {
    mirror.camera.change({ ...plain, calibration: change });
    await mirror.pass(5_000);
  }
  expect(mirror.state).toBe('live');
  expect(mirror.shown).toHaveLength(1);
  expect(mirror.cameras.tracks).toHaveLength(1);
});
