/** A followed value: the present one first, the newest to slow readers, and nothing left behind by readers that go. */
import { expect, test, vi } from 'vitest';
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

class CountedValue<T> extends LiveValue<T> {
  readers = 0;

  override onChange(listener: () => void): () => void {
    const stop = super.onChange(listener);
    this.readers++;
    return () => {
      stop();
      this.readers--;
    };
  }
}

test.each<[string, (reader: AsyncGenerator<unknown>, ending: AbortController) => unknown]>([
  ['after its return', (reader) => reader.return(undefined)],
  [
    'after an abort',
    (reader, ending) => {
      const waiting = reader.next();
      ending.abort();
      return waiting;
    },
  ],
])('a reader leaves no listener behind %s', async (_when, end) => {
  const live = new CountedValue('a');
  const ending = new AbortController();
  const unlisten = vi.spyOn(ending.signal, 'removeEventListener');
  const reader = live.follow(ending.signal);
  await reader.next();
  expect(live.readers).toBe(1);
  await end(reader, ending);
  expect(live.readers).toBe(0);
  expect(unlisten).toHaveBeenCalledExactlyOnceWith('abort', expect.any(Function));
});
