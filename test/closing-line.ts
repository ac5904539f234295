/** Ends a test run with one line that a person or a script can read: `12 passed, 0 failed, 1 skipped`. */
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** What was counted. A file that could not be loaded and an error outside any test count as failed. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Counts the tests of the finished modules; `strayErrors` is the number of errors that belong to no test. */
export function tally(modules: readonly TestModule[], strayErrors: number): Tally {
  const counts: Tally = { passed: 0, failed: strayErrors, skipped: 0 };
  for (const module of modules) {
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      counts[state === 'pending' ? 'skipped' : state] += 1;
    }
  }
  return counts;
}

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly SerializedError[]): void {
    const { passed, failed, skipped } = tally(modules, strayErrors.length);
    // At the very end of the process, below the summary of the other reporters.
    process.once('exit', () => console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`));
  }
}
