/**
 * Stands in for the scheme `app:`, which no plain Chromium loads: a loopback server that asks the shell's own protocol
 * handler for everything and passes its answer on unchanged.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

export interface AppServer {
  /** `http://127.0.0.1:<port>`, in place of `app://mirror`. */
  origin: string;
  close(): void;
}

/** @param handler of the scheme, looked up at each request */
export async function serveApp(handler: () => ProtocolHandler): Promise<AppServer> {
  const server = createServer(async (request, response) => {
    const { url = '/', method = 'GET' } = request;
    const answer = await handler()(new Request(`app://mirror${url}`, { method }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    // A browser that goes away in the middle is no failure.
    if (answer.body === null) response.end();
    else await pipeline(Readable.fromWeb(answer.body as never), response).catch(() => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
