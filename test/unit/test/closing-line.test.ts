/** The closing line counts what a reader would count. */

import { expect, test } from 'vitest';
import type { TestModule } from 'vitest/node';
import { tally } from '../../closing-line.ts';

type State = 'passed' | 'failed' | 'skipped' | 'pending';

/** A finished file with tests in these states, and so many errors outside them. */
function finished(states: State[], fileErrors = 0): TestModule {
  const tests = states.map((state) => ({ result: () => ({ state }) }));
  return {
    errors: () => Array(fileErrors).fill({ message: 'broken' }),
    children: { allTests: () => tests, allSuites: () => [] },
  } as unknown as TestModule;
}

test('tests are counted by their state; one that never ran is skipped', () => {
  const modules = [finished(['passed', 'passed', 'failed']), finished(['skipped', 'pending', 'passed'])];
  expect(tally(modules, 0)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test('a file that could not be loaded and an error outside any test are failures', () => {
  expect(tally([finished([], 1)], 1)).toEqual({ passed: 0, failed: 2, skipped: 0 });
});
