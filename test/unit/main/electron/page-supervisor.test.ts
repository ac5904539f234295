/** What the shell does when the page goes or hangs, by a clock that the test turns. */
import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { expect, test } from 'vitest';
import { supervisePage } from '../../../../main/electron/page-supervisor.ts';
import { FakeClock } from '../../../fakes/electron/clock.ts';

const HOUR_MS = 3_600_000;

class Contents extends EventEmitter {
  reloads = 0;
  crashes = 0;
  reload = (): void => void this.reloads++;
  forcefullyCrashRenderer = (): void => {
    this.crashes++;
    this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
  };
  isDestroyed = (): boolean => false;
  crash = (): void => void this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
}

function page() {
  const clock = new FakeClock();
  const contents = new Contents();
  const end = supervisePage({ contents: contents as unknown as WebContents, clock, log: () => {} });
  return { clock, contents, end };
}

test('a page whose renderer is gone is loaded again after 0.5 s, later when it keeps going', () => {
  const { clock, contents } = page();
  const waits: number[] = [];
  for (let i = 0; i < 7; i++) {
    contents.crash();
    waits.push(...clock.waitsMs);
    clock.turn(clock.waitsMs[0] ?? 0);
  }
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  expect(contents.reloads).toBe(7);
});

test('a page that was up for 30 s is loaded again after 0.5 s, whatever was before', () => {
  const { clock, contents } = page();
  contents.crash();
  contents.crash();
  clock.turn(31_000);
  contents.crash();
  expect(clock.waitsMs).toEqual([500]);
});

test('several troubles at once load the page once', () => {
  const { clock, contents } = page();
  contents.crash();
  contents.crash();
  clock.turn(10_000);
  expect(contents.reloads).toBe(1);
});

test('a page that could not be loaded is tried again, one whose load was replaced is not', () => {
  const { clock, contents } = page();
  contents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'app://mirror/', true);
  contents.emit('did-fail-load', {}, -2, 'ERR_FAILED', 'app://mirror/frame', false);
  expect(clock.waitsMs).toEqual([]);
  contents.emit('did-fail-load', {}, -2, 'ERR_FAILED', 'app://mirror/', true);
  clock.turn(500);
  expect(contents.reloads).toBe(1);
});

test('a page that hangs for 10 s is ended and loaded again; one that answers before is left alone', () => {
  const { clock, contents } = page();
  contents.emit('unresponsive');
  clock.turn(9_999);
  contents.emit('responsive');
  clock.turn(60_000);
  expect([contents.crashes, contents.reloads]).toEqual([0, 0]);
  contents.emit('unresponsive');
  clock.turn(10_500);
  expect([contents.crashes, contents.reloads]).toEqual([1, 1]);
});

test('after the end of supervision nothing is loaded or ended', () => {
  const { clock, contents, end } = page();
  contents.emit('unresponsive');
  contents.crash();
  contents.emit('unresponsive');
  end();
  clock.turn(HOUR_MS);
  expect([contents.crashes, contents.reloads]).toEqual([0, 0]);
});
