/** `/metrics` on loopback for a shell that has no server of its own; numbers only, and no foreign page can read them. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MetricsServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Rejects with the system's error when the port cannot be had. @param port 0 takes any free one */
export async function startMetricsServer(
  port: number,
  metrics: () => Promise<string>,
): Promise<MetricsServer> {
  const server = createServer((request, response) => void answer(request, response, metrics));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** The name it is called by is checked, so that no page can reach it under a name of its own (DNS rebinding). */
async function answer(
  { method, url, headers, socket }: IncomingMessage,
  response: ServerResponse,
  metrics: () => Promise<string>,
): Promise<void> {
  const isOwnName = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`].includes(
    headers.host ?? '',
  );
  if (!isOwnName) return void response.writeHead(421).end();
  if (method !== 'GET' || url !== '/metrics') return void response.writeHead(404).end();
  response.setHeader('x-content-type-options', 'nosniff');
  try {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    response.end(await metrics());
  } catch (cause) {
    console.error('The metrics could not be told:', cause);
    response.destroy();
  }
}
