/**
 * A TCP proxy in front of an HQ, which spoils connections as networks do. It knows nothing of HTTP; what it does is set by
 * `fault`, for the connections that are open and those that come.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type Fault =
  | { kind: 'none' }
  /** Connections are reset as soon as they come, and open ones with what is next sent; nobody listens, so to say. */
  | { kind: 'refused' }
  /** Of what the mirror sends so many bytes come through, then neither side hears anything any more. */
  | { kind: 'blackhole'; afterBytes: number }
  /** HQ gets the whole request; when its answer comes, the connection is reset instead. */
  | { kind: 'answer-lost' }
  /** Each way of each connection. */
  | { kind: 'slow'; bytesPerSecond: number };

export interface FaultProxy {
  readonly address: string;
  fault: Fault;
  /** Bytes that came from the mirror. */
  readonly sentBytes: number;
  /** Bytes that HQ answered, whether they were passed on or not. */
  readonly answeredBytes: number;
  stop(): Promise<void>;
}

const SLICE_MS = 20;

export async function startFaultProxy(hqPort: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ pauseOnConnect: true }, (mirror) => accept(mirror));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let sentBytes = 0;
  let answeredBytes = 0;
  const proxy = {
    address: `http://127.0.0.1:${port}`,
    fault: { kind: 'none' } as Fault,
    get sentBytes() {
      return sentBytes;
    },
    get answeredBytes() {
      return answeredBytes;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };

  function accept(mirror: Socket): void {
    if (proxy.fault.kind === 'refused') return void mirror.resetAndDestroy();
    const hq = connect(hqPort, '127.0.0.1');
    const end = (): void => {
      mirror.destroy();
      hq.destroy();
    };
    for (const socket of [mirror, hq]) {
      sockets.add(socket);
      socket.once('close', () => {
        sockets.delete(socket);
        end();
      });
      // What an error means is seen by the other side as the connection's end.
      socket.on('error', end);
    }
    void carry(mirror, (chunk) => toHq(chunk, hq)).then(() => hq.end());
    void carry(hq, (chunk) => toMirror(chunk, mirror)).then(() => mirror.end());
  }

  async function toHq(chunk: Buffer, hq: Socket): Promise<void> {
    const { fault } = proxy;
    const before = sentBytes;
    sentBytes += chunk.length;
    if (fault.kind === 'refused') return void hq.destroy();
    if (fault.kind !== 'blackhole') return pass(chunk, hq);
    const left = Math.max(0, fault.afterBytes - before);
    if (left > 0) await pass(chunk.subarray(0, left), hq);
  }

  async function toMirror(chunk: Buffer, mirror: Socket): Promise<void> {
    answeredBytes += chunk.length;
    if (proxy.fault.kind === 'blackhole') return;
    if (proxy.fault.kind === 'answer-lost' || proxy.fault.kind === 'refused')
      return void mirror.resetAndDestroy();
    await pass(chunk, mirror);
  }

  async function pass(chunk: Buffer, to: Socket): Promise<void> {
    const { fault } = proxy;
    if (fault.kind !== 'slow') return write(chunk, to);
    const slice = Math.max(1, Math.round((fault.bytesPerSecond * SLICE_MS) / 1000));
    for (let start = 0; start < chunk.length; start += slice) {
      await new Promise((resolve) => setTimeout(resolve, SLICE_MS));
      await write(chunk.subarray(start, start + slice), to);
    }
  }

  return proxy;
}

/** One chunk after the other; ends with the socket, however that ends. */
async function carry(from: Socket, pass: (chunk: Buffer) => Promise<void>): Promise<void> {
  try {
    for await (const chunk of from) await pass(chunk);
  } catch {
    from.destroy();
  }
}

async function write(chunk: Buffer, to: Socket): Promise<void> {
  if (to.destroyed) return;
  if (!to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
}
