/** The quick part of the fault table: every row a few times, so that a promise broken on a desk is noticed there. */
import { describe, expect, test } from 'vitest';
import { ALL_ROWS } from './all-rows.ts';
import { runRow } from './run-row.ts';

const TIMEOUT_MS = 60_000;

describe('what was said to be recorded outlives', () => {
  for (const row of ALL_ROWS.filter(({ quick }) => quick > 0)) {
    test(row.name, { timeout: TIMEOUT_MS }, async ({ skip }) => {
      const reason = row.unavailable?.() ?? null;
      if (reason !== null) console.warn(`Skipped on this machine: ${row.name}: ${reason}.`);
      skip(reason !== null, reason ?? undefined);
      const { isGood, examples, summary } = await runRow(row, { runs: row.quick });
      expect(
        isGood,
        row.isControl ? `the control lost nothing: ${JSON.stringify(summary)}` : examples.join('\n'),
      ).toBe(true);
    });
  }
});
