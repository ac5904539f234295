/** Two kinds of test: `unit` in plain Node, and `e2e` in a real Chromium, one file at a time because they share its cores. */
import './scripts/assert-node.mjs';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/contract/**/*.test.ts'],
          environment: 'node',
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/quality/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          // After the unit tests: a browser that paints needs the cores to itself.
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
