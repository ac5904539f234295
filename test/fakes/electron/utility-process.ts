/** Electron's utilityProcess in the double: really forks the module on this Node, with `process.parentPort` inside. */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ForkOptions } from 'electron';
import { type FakePort, PortTable, type PortTraffic } from './ports.ts';

/** What passes between shell and utility process. */
export type UtilityTraffic = PortTraffic | { kind: 'message'; data: unknown; ports: string[] };

const PARENT_PORT = pathToFileURL(join(import.meta.dirname, 'parent-port.ts')).href;

/** As UtilityProcess: `spawn`, `message`, then `exit` with the code, or the signal's number. */
export class FakeUtilityProcess extends EventEmitter {
  private readonly child: ChildProcess;
  private readonly ports: PortTable;

  constructor(modulePath: string, args: string[] = [], options: ForkOptions = {}) {
    super();
    this.child = fork(modulePath, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env as NodeJS.ProcessEnv }),
      execArgv: ['--import', PARENT_PORT],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.ports = new PortTable((traffic) => this.send(traffic));
    this.child.once('spawn', () => this.emit('spawn'));
    this.child.on('message', (traffic) => this.receive(traffic as UtilityTraffic));
    this.child.once('exit', (code, signal) => {
      this.ports.closeAll();
      this.emit('exit', code ?? constants.signals[signal as NodeJS.Signals]);
    });
  }

  get pid(): number | undefined {
    return this.child.exitCode === null && this.child.signalCode === null ? this.child.pid : undefined;
  }

  get stdout() {
    return this.child.stdout;
  }

  get stderr() {
    return this.child.stderr;
  }

  postMessage(data: unknown, transfer: FakePort[] = []): void {
    const ports = transfer.map((port) => this.ports.handOver(port));
    this.send({ kind: 'message', data, ports });
  }

  kill(): boolean {
    return this.child.kill('SIGTERM');
  }

  /** To a process that is gone nothing is sent, and nobody is told, as with Electron's. */
  private send(traffic: UtilityTraffic): void {
    if (this.child.connected) this.child.send(traffic, () => {});
  }

  private receive(traffic: UtilityTraffic): void {
    if (traffic.kind !== 'message') this.ports.receive(traffic);
    else this.emit('message', traffic.data);
  }
}
