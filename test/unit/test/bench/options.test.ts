/** The command line of `npm run bench`. */
import { expect, test } from 'vitest';
import { explain } from '../../../bench/errors.ts';
import { readOptions } from '../../../bench/options.ts';

test('asked for nothing, it measures every way five times on the shopper', () => {
  expect(readOptions([])).toMatchObject({
    clip: undefined,
    rounds: 5,
    seconds: 10,
    ways: ['ours', 'documented', 'face-mesh'],
    microOnly: false,
  });
});

test('ways are taken in their own order', () => {
  expect(readOptions(['--ways', 'documented,ours']).ways).toEqual(['ours', 'documented']);
});

test.each([
  [['--rounds', '0']],
  [['--rounds', '2.5']],
  [['--seconds', 'ten']],
  [['--ways', 'ours,other']],
  [['--ways', '']],
  [['--speed', '3']],
  [['clip.mp4']],
])('%j is refused with a sentence and exit code 64', (args) => {
  const seen = (() => {
    try {
      return readOptions(args);
    } catch (error) {
      return error;
    }
  })();
  expect(seen).toMatchObject({ code: 'usage', message: expect.stringContaining('--help') });
  expect(explain(seen)).toBe(64);
});
