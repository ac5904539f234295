/** How busy the machine is, and how much of that is not ours: what tells whether a figure may be believed. */
import { cpus, loadavg } from 'node:os';

/** Cores that others may keep busy before the figures are in doubt. */
export const MAX_OTHERS = 0.5;

/** What a measurement was made under. */
export interface Load {
  /** One-minute load average before and after. */
  start: number;
  end: number;
  /** Cores that others kept busy meanwhile. */
  others: number;
}

export interface LoadWatch {
  /** Cores that were busy with anything but this process and `ownMs` of CPU time that it knows of. */
  othersSince(ownMs: number): number;
}

/** Load average over the last minute. */
export const loadNow = (): number => Math.round((loadavg()[0] as number) * 100) / 100;

export function watchLoad(): LoadWatch {
  const startMs = performance.now();
  const startBusyMs = busyMs();
  const startSelf = process.cpuUsage();
  return {
    othersSince(ownMs) {
      const { user, system } = process.cpuUsage(startSelf);
      const others = busyMs() - startBusyMs - (user + system) / 1000 - ownMs;
      return Math.max(0, others / (performance.now() - startMs));
    },
  };
}

/** CPU time that all cores together have worked. */
function busyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}
