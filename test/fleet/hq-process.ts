/** The HQ that a fleet is simulated against: started in a process of its own, killed, and started again where it was. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DatabasePlace } from '../../hq/storage/database.ts';
import { fleetError } from './errors.ts';

const ENTRY = join(import.meta.dirname, 'hq-entry.ts');

export interface HqProcess {
  readonly address: string;
  /** As kill -9 does. */
  kill(): Promise<void>;
  /** Once more after `kill`, at the same address. */
  start(): Promise<void>;
  /** Safe to call at any time. */
  stop(): Promise<void>;
}

export async function startHqProcess(database: DatabasePlace): Promise<HqProcess> {
  let child: ChildProcess | undefined;
  let address = '';

  async function start(): Promise<void> {
    const port = address === '' ? 0 : Number(new URL(address).port);
    const started = fork(ENTRY, [JSON.stringify({ database, port })], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child = started;
    const ended = once(started, 'exit').then(() => {
      throw fleetError('hq-ended', 'HQ ended before it was ready: the lines above say why.');
    });
    const [message] = await Promise.race([once(started, 'message'), ended]);
    ended.catch(() => {});
    address = (message as { address: string }).address;
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  await start();
  return {
    get address() {
      return address;
    },
    kill: () => end('SIGKILL'),
    start,
    stop: () => end('SIGTERM'),
  };
}
