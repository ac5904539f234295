/**
 * CPU time of a process and everything it started, from Linux's /proc. Time of a process that ended is kept by the parent
 * that waited for it, so a sum over the living loses nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** Linux tells times in this unit to every program (USER_HZ), whatever its kernel's own clock. */
const TICK_MS = 10;

export interface ProcessTimes {
  pid: number;
  parentPid: number;
  /** Its own time, user and system, with that of its ended children. */
  cpuMs: number;
}

/** Reads one line of /proc/<pid>/stat. The name in it may hold blanks and brackets: counting starts after the last one. */
export function parseStat(line: string): ProcessTimes {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [parent, ...times] = [1, 11, 12, 13, 14].map((at) => Number(fields[at]));
  return {
    pid: Number.parseInt(line, 10),
    parentPid: parent as number,
    cpuMs: times.reduce((sum, ticks) => sum + ticks, 0) * TICK_MS,
  };
}

/** Sum over `rootPid` and its descendants; 0 when it is not among them. */
export function treeCpuMs(processes: readonly ProcessTimes[], rootPid: number): number {
  const own = processes.find(({ pid }) => pid === rootPid)?.cpuMs ?? 0;
  const children = processes.filter(({ parentPid, pid }) => parentPid === rootPid && pid !== rootPid);
  return children.reduce((sum, { pid }) => sum + treeCpuMs(processes, pid), own);
}

/** CPU time of the tree so far. NaN where there is no /proc: the figure is then left out. */
export function readTreeCpuMs(rootPid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return treeCpuMs(pids.flatMap(readProcess), rootPid);
}

function readProcess(pid: string): ProcessTimes[] {
  try {
    return [parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))];
  } catch {
    // It ended since the folder was listed; its time is with its parent now.
    return [];
  }
}
