/** What every web server of HQ has, whichever routes it serves: headers, limits, problems, and a log that names no secret. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import fastifyRateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import type { DestinationStream } from 'pino';
import { answerErrors } from './errors.ts';
import { SECURITY_HEADERS } from './headers.ts';

const REQUEST_TIMEOUT_MS = 60_000;
const MAX_BODY_BYTES = 1024 * 1024;
/** For one address, where a route has no limit of its own. */
const REQUESTS_A_MINUTE = 600;

/** @param log JSON lines; none are written when left out */
export function newApp(log?: DestinationStream): FastifyInstance {
  const app = fastify({
    // TLS ends at a proxy on this machine; it tells who asks, and whether by https.
    trustProxy: 'loopback',
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: 'idle',
    // Of receiving a request; a line that went silent in the middle of one would hold its memory for ever.
    requestTimeout: REQUEST_TIMEOUT_MS,
    logger:
      log === undefined
        ? false
        : { stream: log, serializers: { req: withoutSecrets, res: ({ statusCode }) => ({ statusCode }) } },
    clientErrorHandler: answerBrokenRequest,
  });
  answerErrors(app);
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  return app;
}

/** For the routes that come after it. */
export async function limitRequests(app: FastifyInstance): Promise<void> {
  await app.register(fastifyRateLimit, { max: REQUESTS_A_MINUTE, timeWindow: '1 minute' });
}

/** The route's pattern and not the address, which may name a mirror, a token or a day. */
const withoutSecrets = ({ method, routeOptions }: { method: string; routeOptions: { url?: string } }) => ({
  method,
  route: routeOptions.url ?? 'none',
});

/** Bytes that are no HTTP never reach a route, so the answer is written by hand. */
function answerBrokenRequest(_error: Error, socket: Socket): void {
  if (!socket.writable) return;
  const headers = Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 400 ${STATUS_CODES[400]}\r\n${headers.join('')}content-length: 0\r\nconnection: close\r\n\r\n`,
  );
}
