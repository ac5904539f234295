/** Chromium's own process for cameras, so that a test can stop, continue or kill it. Linux only: it is found in /proc. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseStat } from '../../bench/process-tree.ts';

const NAME = '--utility-sub-type=video_capture.mojom.VideoCaptureService';

function readProc(pid: number, file: 'stat' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It ended since the folder was listed.
    return '';
  }
}

function isOwn(pid: number): boolean {
  const stat = readProc(pid, 'stat');
  if (stat === '' || pid === 1) return false;
  const { parentPid } = parseStat(stat);
  return parentPid === process.pid || isOwn(parentPid);
}

/** Sends the signal to the capture processes of the browsers that this test process started. @returns how many */
export function signalCapture(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): number {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && readProc(pid, 'cmdline').includes(NAME) && isOwn(pid));
  for (const pid of pids) process.kill(pid, signal);
  return pids.length;
}
