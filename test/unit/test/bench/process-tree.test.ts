/** CPU time of a browser's processes from Linux's own tables. */
import { expect, test } from 'vitest';
import { parseStat, treeCpuMs } from '../../../bench/process-tree.ts';

/** As the kernel writes it: utime 250, stime 50, children's 7 and 3 ticks. */
const LINE =
  '4711 (Chrome (GPU) 1 2) S 4700 4711 4711 0 -1 4194560 9000 10 0 0 250 50 7 3 20 0 9 0 123456 1000000 900 18446744073709551615\n';

test('a name with blanks and brackets moves no field', () => {
  expect(parseStat(LINE)).toEqual({ pid: 4711, parentPid: 4700, cpuMs: 3100 });
});

test('own time and that of ended children are summed over the tree and over nothing else', () => {
  const processes = [
    { pid: 1, parentPid: 0, cpuMs: 10_000 },
    { pid: 10, parentPid: 1, cpuMs: 100 },
    { pid: 11, parentPid: 10, cpuMs: 20 },
    { pid: 12, parentPid: 11, cpuMs: 3 },
    { pid: 20, parentPid: 1, cpuMs: 5000 },
  ];
  expect(treeCpuMs(processes, 10)).toBe(123);
  expect(treeCpuMs(processes, 12)).toBe(3);
  expect(treeCpuMs(processes, 99)).toBe(0);
});

test('the time of a child that ended moves to its parent, so the sum never falls', () => {
  const before = [
    { pid: 10, parentPid: 1, cpuMs: 100 },
    { pid: 11, parentPid: 10, cpuMs: 40 },
  ];
  const after = [{ pid: 10, parentPid: 1, cpuMs: 140 }];
  expect(treeCpuMs(after, 10)).toBe(treeCpuMs(before, 10));
});
