/** What the shell does when the graphics process keeps dying, by a clock that the test turns. */
import { EventEmitter } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { expect, test } from 'vitest';
import { superviseGpu } from '../../../../main/electron/gpu-supervisor.ts';
import { FakeClock } from '../../../fakes/electron/clock.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const HOUR_MS = 3_600_000;

function gpu(file = join(tempFolder(), 'kept/graphics-restart'), clock = new FakeClock()) {
  const app = new EventEmitter();
  const lines: string[] = [];
  let relaunches = 0;
  superviseGpu({
    app: app as unknown as App,
    file,
    clock,
    log: (line) => lines.push(line),
    relaunch: () => relaunches++,
  });
  const die = (times: number, type = 'GPU', reason = 'crashed') => {
    for (let i = 0; i < times; i++) app.emit('child-process-gone', {}, { type, reason, exitCode: 5 });
  };
  return { die, clock, file, lines, relaunches: () => relaunches };
}

test('a graphics process that dies is only noted; the fifth time within ten minutes the app is started anew', () => {
  const { die, relaunches, lines, file, clock } = gpu();
  die(4);
  expect([relaunches(), lines.length]).toEqual([0, 4]);
  die(1);
  expect(relaunches()).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe(String(clock.now()));
});

test('deaths of the graphics process that lie further apart, clean ends and other processes do not count', () => {
  const { die, clock, relaunches } = gpu();
  for (let i = 0; i < 20; i++) {
    die(1);
    clock.turn(151_000);
  }
  die(10, 'Utility');
  die(10, 'GPU', 'clean-exit');
  expect(relaunches()).toBe(0);
});

test('the app is started anew once an hour at the most, however often it was started', () => {
  const first = gpu();
  first.die(5);
  const second = gpu(first.file, first.clock);
  second.die(5);
  expect(second.relaunches()).toBe(0);
  first.clock.turn(HOUR_MS);
  second.die(5);
  expect(second.relaunches()).toBe(1);
});

test.each(['not a time', '', String(1_800_000_000_000 + 10 * HOUR_MS)])(
  'a kept time of %j holds nothing up',
  (text) => {
    const file = join(tempFolder(), 'graphics-restart');
    writeFileSync(file, text);
    const { die, relaunches } = gpu(file);
    die(5);
    expect(relaunches()).toBe(1);
  },
);

test('a time that cannot be kept is told with what to do, and the app is started anew nevertheless', () => {
  const folder = tempFolder({ taken: '' });
  const { die, relaunches, lines } = gpu(join(folder, 'taken/graphics-restart'));
  die(5);
  expect(relaunches()).toBe(1);
  expect(lines.at(-1)).toContain('give the mirror');
});
