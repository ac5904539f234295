/**
 * A row of costs for each node of a ring in, the cheapest closed path around the ring out: one step per node, where
 * neighbours pay for the difference of their steps (dynamic programming after A. Viterbi, 1967).
 */

/** Neighbours differ by this many steps at most. */
const REACH = 3;

export interface RingPath {
  /** nodes × steps, row by row; filled by the caller. */
  readonly costs: Float32Array;
  /** Step of each node after `solve`, with its fraction. */
  readonly steps: Float32Array;
  solve(): void;
}

/**
 * Goes around twice and keeps the middle of the way, so that the path closes; about 30 µs for 40 nodes of 21 steps.
 * @param stiffness what neighbours pay for the square of one step between them
 */
export function buildRingPath(nodes: number, count: number, stiffness: number): RingPath {
  const costs = new Float32Array(nodes * count);
  const steps = new Float32Array(nodes);
  const rounds = 2 * nodes;
  /** By how many steps the best way into each place came. */
  const came = new Int8Array(rounds * count);
  const bend = Float32Array.from({ length: REACH + 1 }, (_, apart) => stiffness * apart * apart);
  let total = new Float32Array(count);
  let next = new Float32Array(count);

  function advance(round: number): void {
    const node = (round % nodes) * count;
    for (let k = 0; k < count; k++) {
      const last = Math.min(count - 1, k + REACH);
      let best = Infinity;
      let from = k;
      for (let j = Math.max(0, k - REACH); j <= last; j++) {
        const cost = (total[j] as number) + (bend[j < k ? k - j : j - k] as number);
        if (cost < best) {
          best = cost;
          from = j;
        }
      }
      next[k] = best + (costs[node + k] as number);
      came[round * count + k] = from - k;
    }
    const swap = total;
    total = next;
    next = swap;
  }

  /** Writes a node's step; between the steps its cost is taken for a parabola. */
  function settle(node: number, k: number): void {
    steps[node] = k;
    if (k === 0 || k === count - 1) return;
    const at = node * count + k;
    const before = (costs[at - 1] as number) - (costs[at] as number);
    const after = (costs[at + 1] as number) - (costs[at] as number);
    if (before + after <= 1e-9) return;
    steps[node] = k + Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / (before + after)));
  }

  return {
    costs,
    steps,
    solve() {
      total.fill(0);
      for (let round = 0; round < rounds; round++) advance(round);
      let k = 0;
      for (let j = 1; j < count; j++) if ((total[j] as number) < (total[k] as number)) k = j;
      for (let round = rounds - 1; round >= nodes / 2; round--) {
        if (round < rounds - nodes / 2) settle(round % nodes, k);
        k += came[round * count + k] as number;
      }
    },
  };
}
