/** The command line of `npm run try`: what is taken, and what is refused with which words. */
import { expect, test } from 'vitest';
import { readArguments } from '../../../../../main/headless/try/args.ts';
import { isTryError } from '../../../../../main/headless/try/errors.ts';

const GOOD = ['photo.jpg', '--shade', 'VA-M04', '--out', 'painted.png'];

function complaint(args: string[]): string {
  try {
    readArguments(args);
  } catch (error) {
    if (isTryError(error, 'usage')) return error.message;
    throw error;
  }
  return '';
}

test('a photo, a shade and a place for the result are enough', () => {
  expect(readArguments(GOOD)).toMatchObject({
    task: 'paint',
    wanted: { input: 'photo.jpg', sku: 'VA-M04', out: 'painted.png', finish: undefined, intensity: 1 },
  });
});

test('every option reaches the request', () => {
  const more =
    '--finish gloss --intensity 0.4 --mask m.png --json r.json --catalogue c.json --settings s.json';
  expect(readArguments([...GOOD, ...more.split(' ')])).toEqual({
    task: 'paint',
    sources: { catalogue: 'c.json', settings: 's.json' },
    wanted: {
      input: 'photo.jpg',
      sku: 'VA-M04',
      out: 'painted.png',
      finish: 'gloss',
      intensity: 0.4,
      mask: 'm.png',
      json: 'r.json',
    },
  });
});

test.each([['--help'], ['-h'], ['--list']])('%s needs nothing else', (flag) => {
  expect(readArguments([flag]).task).toBe(flag === '--list' ? 'list' : 'help');
});

test.each([
  ['no input', ['--shade', 'VA-M04', '--out', 'x.png'], /Name a photo/],
  ['two inputs', [...GOOD, 'other.jpg'], /"other\.jpg" is too many/],
  ['no shade', ['photo.jpg', '--out', 'x.png'], /--shade/],
  ['no place', ['photo.jpg', '--shade', 'VA-M04'], /--out/],
  ['an unknown flag', [...GOOD, '--shiny'], /--shiny/],
  ['a flag without its value', ['photo.jpg', '--out', 'x.png', '--shade'], /--shade/],
  ['an unknown finish', [...GOOD, '--finish', 'velvet'], /"velvet".*matte, satin/],
  ['too much', [...GOOD, '--intensity', '1.2'], /from 0 to 1, not "1\.2"/],
  ['less than nothing', [...GOOD, '--intensity=-0.1'], /from 0 to 1/],
  ['no number', [...GOOD, '--intensity', 'full'], /from 0 to 1/],
  ['an empty number', [...GOOD, '--intensity', ''], /from 0 to 1/],
])('%s is refused with what to do', (_what, args, words) => {
  expect(complaint(args)).toMatch(words);
});
