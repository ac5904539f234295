/** A fault table is worth what its controls are worth: they must be able to fail it. */
import { expect, test } from 'vitest';
import type { FaultRow } from './row.ts';
import { runRow } from './run-row.ts';

const row = (run: FaultRow['run'], isControl?: true): FaultRow => ({
  name: 'row',
  quick: 1,
  full: 1,
  run,
  ...(isControl && { isControl }),
});
const found = { violations: ['one', 'two'], recoveryMs: 40 };
const nothing = { violations: [], recoveryMs: 10 };

test('a row counts the runs that found something, and names the seeds that find it again', async () => {
  const { summary, examples, isGood } = await runRow(
    row(async (seed) => (seed === 8 ? found : nothing)),
    { runs: 4, seed: 6 },
  );
  expect(summary).toEqual({ name: 'row', runs: 4, violations: 1, recoveryP95Ms: 40 });
  expect(examples).toEqual(['seed 8: one', 'seed 8: two']);
  expect(isGood).toBe(false);
});

test('a run that cannot be finished counts as one that found something', async () => {
  const failing = row(() => Promise.reject(new Error('no disk')));
  const { summary, isGood } = await runRow(failing, { runs: 2 });
  expect(summary).toMatchObject({ violations: 2, recoveryP95Ms: null });
  expect(isGood).toBe(false);
});

test('a control that loses nothing fails, one that loses is as it should be', async () => {
  const blunt = row(async () => nothing, true);
  const sharp = row(async (seed) => (seed === 1 ? found : nothing), true);
  expect((await runRow(blunt, { runs: 2 })).isGood).toBe(false);
  expect((await runRow(sharp, { runs: 2 })).isGood).toBe(true);
  const unable = row(
    (seed) => (seed === 1 ? Promise.reject(new Error('no disk')) : Promise.resolve(found)),
    true,
  );
  expect((await runRow(unable, { runs: 2 })).isGood).toBe(false);
});

test('a row that is ended from outside does not count the run that was under way', async () => {
  const ending = new AbortController();
  const interrupted = row(async (seed) => {
    if (seed === 2) ending.abort();
    return found;
  });
  const { summary } = await runRow(interrupted, { runs: 5, signal: ending.signal });
  expect(summary).toMatchObject({ runs: 2, violations: 2 });
});
