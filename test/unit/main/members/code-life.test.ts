/** How long a code is on the screen: renewals, restarts, standstills, and a disk that refuses. */
import { expect, test } from 'vitest';
import { SHOWN_MS } from '../../../../main/contract/tokens.ts';
import { NOBODY, RED, STAND_IN } from '../visits/visit-stage.ts';
import { type CodeStage, codeStage, heart, NONE, only, poolItem } from './code-stage.ts';

/** The page reports and nobody touches. */
const forget = (stage: CodeStage, ms: number) => stage.reportFor(ms, STAND_IN);

test('a code that runs out is replaced by a fresh one, twice; a forgotten one does not run for ever', () => {
  const stage = codeStage();
  stage.report(STAND_IN);
  stage.tap();
  forget(stage, SHOWN_MS - 2000);
  expect(stage.tokens()).toHaveLength(1);
  forget(stage, 2000);
  expect(stage.tokens()).toHaveLength(2);
  expect(stage.shown()).toMatchObject({
    payload: `https://hq.example/t/${stage.tokens()[1]}`,
    ...{ shownAtMs: Date.now(), expiresAtMs: Date.now() + SHOWN_MS },
  });
  forget(stage, SHOWN_MS);
  expect(new Set(stage.tokens()).size).toBe(3);
  expect(stage.phase()).toBe('taking-home');
  forget(stage, SHOWN_MS);
  expect(stage.view()).toEqual(NONE);
  expect(stage.phase()).toBe('trying');
  expect(stage.tokens()).toHaveLength(3);
  // And so the visit can end.
  forget(stage, 90_000);
  expect(stage.recorded('visit.ended')).toMatchObject([{ body: { reason: 'timeout' } }]);
});

test('whoever touches keeps her code for longer', () => {
  const stage = codeStage();
  stage.report(STAND_IN);
  stage.tap();
  forget(stage, 2 * SHOWN_MS + 58_000);
  stage.pass(2000);
  stage.report({ ...STAND_IN, touchAgeMs: 500 });
  forget(stage, 2 * SHOWN_MS - 60_000);
  expect(stage.tokens()).toHaveLength(5);
  expect(stage.phase()).toBe('taking-home');
  forget(stage, SHOWN_MS);
  expect(stage.view()).toEqual(NONE);
});

test('a fresh code by itself is no touch of hers: who has left has left', () => {
  const stage = codeStage();
  stage.report();
  stage.tap();
  stage.reportFor(SHOWN_MS - 4000);
  stage.reportFor(58_000, NOBODY);
  expect(stage.tokens()).toHaveLength(2);
  expect(stage.phase()).toBe('taking-home');
  stage.pass(2000);
  expect(stage.recorded('visit.ended')).toMatchObject([{ body: { reason: 'left' } }]);
});

test('what she loved meanwhile is in the fresh code', () => {
  const stage = codeStage();
  stage.report(STAND_IN);
  stage.tap();
  heart(stage, RED);
  forget(stage, SHOWN_MS);
  expect(stage.shown().skus).toEqual([RED]);
});

test('a code that runs out where no carrier can serve any more goes away', async () => {
  const stage = codeStage();
  stage.codes = only({ kind: 'wechat-oa' });
  await stage.fill('wechat-oa', poolItem());
  stage.report(STAND_IN);
  stage.tap();
  forget(stage, SHOWN_MS);
  expect(stage.view()).toEqual(NONE);
  expect(stage.phase()).toBe('trying');
});

test('a code runs out by the time that passed, whatever the wall clock says', () => {
  const stage = codeStage();
  stage.report(STAND_IN);
  stage.tap();
  stage.restart({ wallJumpMs: -3.2e11 });
  forget(stage, SHOWN_MS - 2000);
  expect(stage.tokens()).toHaveLength(1);
  const { expiresAtMs, shownAtMs } = stage.shown();
  expect(expiresAtMs - shownAtMs).toBe(SHOWN_MS);
  expect(shownAtMs).toBeLessThan(Date.now() - 3.1e11);
  forget(stage, 2000);
  expect(stage.tokens()).toHaveLength(2);
});

test('a service that comes back within the visit shows the same code for the time that it has left', () => {
  const stage = codeStage();
  stage.wear(RED);
  stage.tap();
  const before = stage.view();
  stage.restart({ awayMs: 20_000 });
  expect(stage.view()).toEqual(before);
  expect(stage.phase()).toBe('taking-home');
  stage.restart({ awayMs: 25_000 });
  expect(stage.view()).toEqual(before);
  expect(stage.tokens()).toHaveLength(1);
});

test('a code that ran out while the service was away is hidden, and its visit goes on', () => {
  const stage = codeStage();
  stage.tap();
  stage.reportFor(SHOWN_MS - 10_000);
  stage.restart({ awayMs: 12_000 });
  expect(stage.view()).toEqual(NONE);
  expect(stage.phase()).toBe('trying');
  expect(stage.tokens()).toHaveLength(1);
});

test('a kept code that cannot be read is hidden', () => {
  const stage = codeStage();
  stage.tap();
  stage.restart({ spoil: (store) => store.writeState('code', { visit: 'none' }) });
  expect(stage.view()).toEqual(NONE);
  expect(stage.phase()).toBe('trying');
});

test('a tap that the disk refuses shows no code, and the same tap shows one when it does not', () => {
  const stage = codeStage();
  const id = crypto.randomUUID();
  stage.store.db.pragma('query_only = ON');
  expect(() => stage.tap('code.show', id)).toThrow();
  expect(stage.view()).toEqual(NONE);
  stage.store.db.pragma('query_only = OFF');
  expect(stage.tap('code.show', id)).toBe('applied');
  expect(stage.view().kind).toBe('shown');
});

test('a code that runs out while the disk refuses is gone from the screen all the same', () => {
  const stage = codeStage();
  stage.report(STAND_IN);
  stage.tap();
  stage.store.db.pragma('query_only = ON');
  forget(stage, SHOWN_MS);
  expect(stage.view()).toEqual(NONE);
  expect(stage.phase()).toBe('trying');
  expect(stage.lost).toHaveLength(1);
  stage.store.db.pragma('query_only = OFF');
  stage.tap();
  expect(stage.view().kind).toBe('shown');
});

test('a service that stood still over the end of a code hears the page out before the visit is called over', () => {
  const stage = codeStage();
  stage.report();
  stage.tap();
  stage.reportFor(SHOWN_MS - 10_000);
  stage.standStill(300_000, 10_000);
  expect(stage.recorded('visit.ended')).toEqual([]);
  expect(stage.phase()).toBe('taking-home');
  stage.report(NOBODY);
  expect(stage.recorded('visit.ended')).toMatchObject([{ body: { reason: 'timeout' } }]);
  expect(stage.view()).toEqual(NONE);
});
