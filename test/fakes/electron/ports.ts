/**
 * Electron's message ports in the double, on Node's own: structured clone, queueing until started, and closing of the
 * other end are real. A table carries ports that were handed to another process over whatever joins the two.
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

/** As MessagePortMain: `message` brings `{ data, ports }`, `close` tells that the other end is gone. */
export class FakePort extends EventEmitter {
  private readonly port: MessagePort;
  private isClosedHere = false;
  private isStarted = false;

  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on('close', () => {
      if (!this.isClosedHere) this.emit('close');
    });
  }

  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  postMessage(data: unknown): void {
    this.port.postMessage(data);
  }

  close(): void {
    this.isClosedHere = true;
    this.port.close();
  }

  /** Takes the port away from its owner, as handing it to another process does. */
  take(): MessagePort {
    this.isClosedHere = true;
    this.removeAllListeners();
    return this.port;
  }
}

/** As MessageChannelMain. */
export class FakeChannel {
  readonly port1: FakePort;
  readonly port2: FakePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new FakePort(port1);
    this.port2 = new FakePort(port2);
  }
}

/** What passes between two tables. */
export type PortTraffic =
  | { kind: 'port-message'; id: string; data: unknown }
  | { kind: 'port-close'; id: string };

/** The ports that this side has handed over, or was handed, by number. */
export class PortTable {
  private readonly ports = new Map<string, MessagePort>();
  private readonly send: (traffic: PortTraffic) => void;

  constructor(send: (traffic: PortTraffic) => void) {
    this.send = send;
  }

  /** @returns the number under which the other side knows the port from now on */
  handOver(port: FakePort): string {
    const id = randomUUID();
    this.join(id, port.take());
    return id;
  }

  /** The near end of a port that the other side has handed over. */
  accept(id: string): FakePort {
    const { port1, port2 } = new MessageChannel();
    this.join(id, port2);
    return new FakePort(port1);
  }

  receive(traffic: PortTraffic): void {
    const port = this.ports.get(traffic.id);
    if (traffic.kind === 'port-message') port?.postMessage(traffic.data);
    else {
      this.ports.delete(traffic.id);
      port?.close();
    }
  }

  /** The other side is gone, and every port with it. */
  closeAll(): void {
    for (const port of this.ports.values()) port.close();
    this.ports.clear();
  }

  private join(id: string, port: MessagePort): void {
    this.ports.set(id, port);
    port.on('message', (data: unknown) => this.send({ kind: 'port-message', id, data }));
    port.on('close', () => {
      if (this.ports.delete(id)) this.send({ kind: 'port-close', id });
    });
  }
}
