/**
 * Three kinds of test, one after the other: `unit` in plain Node; `browser` in a real Chromium, three files at a time; and
 * `faults`, which hold the mirror to its times, for coming back above all, and therefore have the machine to themselves.
 */
import './scripts/assert-node.mjs';
import { defineConfig } from 'vitest/config';

const FAULTS = ['camera-faults', 'dwell', 'electron', 'live-loss', 'service-loss', 'worker-crash'].map(
  (name) => `test/e2e/${name}.test.ts`,
);
const IN_CHROMIUM = { environment: 'node', testTimeout: 180_000, hookTimeout: 180_000 } as const;

export default defineConfig({
  test: {
    reporters: ['default', './test/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/contract/**/*.test.ts', 'test/faults/**/*.test.ts'],
          environment: 'node',
          testTimeout: 20_000,
          // The first test of HQ on a machine makes the blank database that all others start from.
          hookTimeout: 60_000,
          // Else one core of two would idle.
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...IN_CHROMIUM,
          name: 'browser',
          include: ['test/e2e/**/*.test.ts', 'test/quality/**/*.test.ts'],
          exclude: FAULTS,
          // They wait for pictures half of their time.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...IN_CHROMIUM,
          name: 'faults',
          include: FAULTS,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
