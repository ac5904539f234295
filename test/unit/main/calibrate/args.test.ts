/** The command line of `npm run calibrate`. */
import { expect, test } from 'vitest';
import { classic24 } from '../../../../main/calibrate/classic24.ts';
import { printedChart } from '../../../../main/calibrate/printed-chart.ts';
import { readArguments } from '../../../../main/headless/calibrate/args.ts';

test('without anything the mirror is calibrated with the printed chart', () => {
  expect(readArguments([])).toMatchObject({ task: 'calibrate', isDry: false, card: printedChart });
});

test('everything can be said', () => {
  const args = '--card classic24 --picture a.jpg --settings s.json --check --corners'.split(' ');
  expect(readArguments([...args, '10,20 30,20 30,40 10,40'])).toEqual({
    task: 'check',
    card: classic24,
    picture: 'a.jpg',
    settings: 's.json',
    corners: [
      { x: 10, y: 20 },
      { x: 30, y: 20 },
      { x: 30, y: 40 },
      { x: 10, y: 40 },
    ],
  });
  expect(readArguments(['--chart', 'c.PDF', '--paper', 'A4'])).toMatchObject({ task: 'chart', widthMm: 297 });
  expect(readArguments(['--dry-run'])).toMatchObject({ isDry: true });
});

test.each([
  [['--chart', 'chart.doc'], '.pdf, .svg, .png'],
  [['--chart', 'chart.pdf', '--paper', 'a3'], 'choose a5 or a4'],
  [['--card', 'macbeth'], 'chart, classic24'],
  [['--picture', 'a.jpg', '--corners', '1,2,3'], 'eight numbers'],
  [['--corners', '1,2,3,4,5,6,7,8'], '--picture'],
  [['--shiny'], '--shiny'],
])('%j is refused with a sentence', (args, words) => {
  expect(() => readArguments(args)).toThrow(words);
});
