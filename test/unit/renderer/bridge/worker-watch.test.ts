import { beforeEach, describe, expect, it } from 'vitest';
import { CHECK_EVERY_MS, WorkerWatch } from '../../../../renderer/bridge/worker-watch.ts';

let watch: WorkerWatch;

beforeEach(() => {
  watch = new WorkerWatch();
});

function becomeSteady(): void {
  watch.hear('ready');
  for (let pulse = 0; pulse < 10; pulse++) watch.hear('pulse');
}

/** ms of silence until the watch calls the worker dead. */
function patienceMs(): number {
  let checks = 1;
  while (!watch.check(false)) checks++;
  return checks * CHECK_EVERY_MS;
}

describe('silence', () => {
  it('of three seconds ends a steady worker', () => {
    becomeSteady();
    expect(patienceMs()).toBe(3000 + CHECK_EVERY_MS);
  });

  it('of three seconds is granted to a worker that still loads its models, or has just loaded them', () => {
    expect(patienceMs()).toBe(10_000 + CHECK_EVERY_MS);
    watch.hear('ready');
    expect(patienceMs()).toBe(10_000 + CHECK_EVERY_MS);
  });

  it('of three seconds is granted to a worker whose models failed and are loaded anew', () => {
    becomeSteady();
    watch.hear('failed');
    expect(patienceMs()).toBe(10_000 + CHECK_EVERY_MS);
  });

  it('is ended by any message', () => {
    becomeSteady();
    for (let check = 0; check < 100; check++) {
      expect(watch.check(false)).toBe(false);
      if (check % 5 === 0) watch.hear('worn');
    }
  });

  it('means nothing while the page is hidden', () => {
    becomeSteady();
    for (let check = 0; check < 100; check++) expect(watch.check(true)).toBe(false);
    expect(patienceMs()).toBe(3000 + CHECK_EVERY_MS);
  });
});

describe('the pause before another worker', () => {
  it('is none after a steady one', () => {
    becomeSteady();
    expect(watch.fail()).toBe(0);
    becomeSteady();
    expect(watch.fail()).toBe(0);
  });

  it('grows with each that fails before it is steady, up to eight seconds', () => {
    const pauses = Array.from({ length: 9 }, () => {
      watch.hear('ready');
      watch.hear('pulse');
      return watch.fail();
    });
    expect(pauses).toEqual([0, 500, 1000, 2000, 4000, 8000, 8000, 8000, 8000]);
  });
});
