/** What is promised, and how honestly it is judged. */
import { expect, test } from 'vitest';
import type { Figures } from '../../../bench/figures.ts';
import type { Measured } from '../../../bench/measure.ts';
import { summariseAll } from '../../../bench/summary.ts';
import { tellSummary } from '../../../bench/tables.ts';

const figures = (changes: Partial<Figures>): Figures => ({
  fps: 29.7,
  droppedRatio: 0,
  intervalP95Ms: 35,
  workP50Ms: 8,
  workP95Ms: 11,
  latencyP50Ms: 10,
  latencyP95Ms: 14,
  cpuMsPerFrame: 25,
  ...changes,
});

const round = (changes: Partial<Figures> = {}, others = 0.1): Measured => ({
  figures: figures(changes),
  shadeChangesMs: [20, 30, 40],
  load: { start: 0.2, end: 1.1, others },
});

const cost = (total: number) => ({
  lipPixels: 4000,
  outline: 30,
  coverage: 20,
  occlusion: 40,
  light: 10,
  paint: 60,
  total,
  frameMs: 1,
});
const micro = {
  painter: { p720: cost(100), p1080: cost(90), p2160: cost(80) },
  allocation: { coverage: 0, light: 0, paint: 0 },
  load: { start: 0.1, end: 0.9, others: 0.05 },
};

function verdictOf(name: RegExp, ours: Measured, documentedUse: Measured): string | undefined {
  const { targets } = summariseAll({ ours: [ours], documentedUse: [documentedUse] }, micro);
  return targets.find((target) => name.test(target.name))?.verdict;
}

test('nothing dropped on either side has no ratio, and keeps the promise', () => {
  const summary = summariseAll({ ours: [round()], documentedUse: [round()] }, micro);
  expect(JSON.parse(JSON.stringify(summary)).ratios.dropped).toBeNull();
  expect(verdictOf(/^dropped, ours/, round(), round())).toBe('met');
});

test('dropping frames where the other drops none breaks the promise', () => {
  expect(verdictOf(/^dropped, ours/, round({ droppedRatio: 0.01 }), round())).toBe('missed');
});

test('half of the other’s dropped frames is just good enough', () => {
  expect(verdictOf(/^dropped, ours/, round({ droppedRatio: 0.05 }), round({ droppedRatio: 0.1 }))).toBe(
    'met',
  );
  expect(verdictOf(/^dropped, ours/, round({ droppedRatio: 0.06 }), round({ droppedRatio: 0.1 }))).toBe(
    'missed',
  );
});

test('what holds on an idle machine is not judged on a busy one, ratios are', () => {
  const busy = round({ fps: 20 }, 0.8);
  expect(verdictOf(/^fps/, busy, round())).toBe('unjudged');
  expect(verdictOf(/^work/, busy, round({ workP50Ms: 20 }))).toBe('met');
  expect(verdictOf(/^fps/, round({ fps: 20 }), round())).toBe('missed');
});

test('the file holds the agreed keys, and null for a way that was not measured', () => {
  const summary = JSON.parse(JSON.stringify(summariseAll({ ours: [round(), round()] }, micro)));
  expect(summary).toMatchObject({
    ours: figures({}),
    documentedUse: null,
    faceMesh: null,
    ratios: null,
    shadeChangeP95Ms: 40,
    painterNsPerPixel: { p720: 100, p1080: 90, p2160: 80 },
  });
  expect(summary.load.rounds).toHaveLength(2);
});

test('a busy machine is said to be one', () => {
  expect(tellSummary(summariseAll({ ours: [round({}, 0.8)] }, micro))).toContain('Warning: others kept');
  expect(tellSummary(summariseAll({ ours: [round({}, 0.2)] }, micro))).not.toContain('Warning');
});
