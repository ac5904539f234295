/** Loaded into the process that the double forks, before its module: gives it Electron's `process.parentPort`. */
import { EventEmitter } from 'node:events';
import { PortTable } from './ports.ts';
import type { UtilityTraffic } from './utility-process.ts';

const send = (traffic: UtilityTraffic): void => {
  if (process.connected) process.send?.(traffic);
};

/** Messages wait until somebody listens. */
class ParentPort extends EventEmitter {
  private waiting: UtilityTraffic[] | null = [];
  private readonly ports = new PortTable(send);

  constructor() {
    super();
    process.on('message', (traffic: UtilityTraffic) => this.receive(traffic));
    this.on('newListener', (name) => {
      if (name === 'message') queueMicrotask(() => this.open());
    });
  }

  postMessage(data: unknown): void {
    send({ kind: 'message', data, ports: [] });
  }

  private open(): void {
    const { waiting } = this;
    this.waiting = null;
    for (const traffic of waiting ?? []) this.receive(traffic);
  }

  private receive(traffic: UtilityTraffic): void {
    if (this.waiting !== null) this.waiting.push(traffic);
    else if (traffic.kind !== 'message') this.ports.receive(traffic);
    else {
      this.emit('message', { data: traffic.data, ports: traffic.ports.map((id) => this.ports.accept(id)) });
    }
  }
}

Object.assign(process, { parentPort: new ParentPort() });
// A utility process does not outlive its app.
process.on('disconnect', () => process.exit(0));
