import { expect, it } from 'vitest';
import type { Calibration } from '../../../../main/contract/calibration.ts';
import { fittingCalibration } from '../../../../renderer/camera/fitting-calibration.ts';

const measured: Calibration = {
  matrix: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  levels: { black: [0, 0, 0], white: [0.6, 0.6, 0.6] },
  meanDeltaE: 1,
  camera: 'HD Webcam (046d:085e)',
  at: '2026-01-01T00:00:00Z',
};

it('holds for the camera it was measured with', () => {
  expect(fittingCalibration(measured, 'HD Webcam (046d:085e)', false)).toBe(measured);
});

it('does not hold for another camera, nor for the demo shopper', () => {
  expect(fittingCalibration(measured, 'Built-in Camera', false)).toBeNull();
  expect(fittingCalibration(measured, 'HD Webcam (046d:085e)', true)).toBeNull();
  expect(fittingCalibration({ ...measured, camera: undefined }, 'HD Webcam (046d:085e)', true)).toBeNull();
});

it('holds for any camera when it was measured on a photo', () => {
  const { camera: _, ...photo } = measured;
  expect(fittingCalibration(photo, 'Built-in Camera', false)).toBe(photo);
});
