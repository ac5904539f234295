import { describe, expect, it } from 'vitest';
import { buildRingPath } from '../../../../../renderer/tryon/lips/ring-path.ts';

const NODES = 12;
const STEPS = 9;

/** A path whose nodes each cost the squared distance from the step they wish for, times how much they wish it. */
function solve(wish: (node: number) => number, weight: (node: number) => number, stiffness = 0.05) {
  const path = buildRingPath(NODES, STEPS, stiffness);
  for (let node = 0; node < NODES; node++) {
    for (let k = 0; k < STEPS; k++) path.costs[node * STEPS + k] = weight(node) * (k - wish(node)) ** 2;
  }
  path.solve();
  return [...path.steps];
}

describe('the cheapest path around a ring', () => {
  it('goes where every node wishes, between the steps too', () => {
    for (const step of solve(
      () => 4.3,
      () => 1,
    ))
      expect(step).toBeCloseTo(4.3, 1);
  });

  it('passes by one node that differs from all its neighbours', () => {
    const steps = solve(
      (node) => (node === 5 ? 8 : 3),
      (node) => (node === 5 ? 0.05 : 1),
      0.5,
    );
    expect(steps[5]).toBeLessThan(4);
  });

  it('closes: the first node follows the last as it follows the second', () => {
    const steps = solve(
      (node) => (node === NODES - 1 || node === 1 ? 6 : 4),
      (node) => (node === 0 ? 0 : 1),
      0.2,
    );
    expect(steps[0]).toBeGreaterThan(5);
  });

  it('lets neighbours differ where the costs insist', () => {
    const steps = solve(
      (node) => (node < NODES / 2 ? 2 : 5),
      () => 1,
    );
    expect(steps[2]).toBeCloseTo(2, 0);
    expect(steps[8]).toBeCloseTo(5, 0);
  });
});
