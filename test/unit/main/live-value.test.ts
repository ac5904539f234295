/** A followed value: the present one first, the newest to slow readers, and nothing left behind by readers that go. */
import { expect, test } from 'vitest';
import { LiveValue } from '../../../main/live-value.ts';

test('a slow reader is given the newest value, not each one', async () => {
  const live = new LiveValue(1);
  const reader = live.follow();
  expect((await reader.next()).value).toBe(1);
  for (let value = 2; value <= 50; value++) live.set(value);
  expect((await reader.next()).value).toBe(50);
  const waiting = reader.next();
  live.set(51);
  expect((await waiting).value).toBe(51);
});

test('an abort ends a reader that waits', async () => {
  const live = new LiveValue('a');
  const ending = new AbortController();
  const reader = live.follow(ending.signal);
  await reader.next();
  const waiting = reader.next();
  ending.abort();
  expect(await waiting).toEqual({ value: undefined, done: true });
});

test('a listener that ended hears nothing more', () => {
  const live = new LiveValue(0);
  const heard: number[] = [];
  const stop = live.onChange(() => heard.push(live.value));
  live.set(1);
  stop();
  live.set(2);
  expect(heard).toEqual([1]);
});
