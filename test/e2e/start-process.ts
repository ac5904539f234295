/** The mirror as `npm start` runs it, in a process of its own that a test may kill and start again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

const ENTRY = join(import.meta.dirname, '../../main/headless/start.ts');

export interface StartedMirror {
  process: ChildProcess;
  origin: string;
  address: string;
}

/** Starts it without a display in `folder`, with its data there, and waits for the printed address. Ended with the test. @param hq its setting; null: as the settings file has it */
export async function startMirror(
  folder: string,
  port = 0,
  hq: string | null = 'none',
): Promise<StartedMirror> {
  const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  const args = [ENTRY, '--port', String(port), '--data', 'data', '--locale', 'en'];
  if (hq !== null) args.push('--hq', hq);
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => end(child));
  for await (const line of createInterface(child.stdout)) {
    const address = /The mirror is served at (\S+)/.exec(line)?.[1];
    if (address !== undefined) return { process: child, address, origin: new URL(address).origin };
  }
  throw new Error(`The mirror ended with ${child.exitCode} before it was served.`);
}

/** As kill -9 does; resolves when it is gone. */
export async function killMirror({ process: child }: StartedMirror): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
