/**
 * HQ's web server over an open database: routes for mirrors, health, metrics and the API document, and the operators' pages,
 * with headers, limits and problems the same for all. Whoever built it closes it.
 */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import fastifyRateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { DestinationStream } from 'pino';
import { registerEnrolment } from './enrolment/route.ts';
import { answerErrors } from './http/errors.ts';
import { SECURITY_HEADERS } from './http/headers.ts';
import { buildMetrics } from './http/metrics.ts';
import { describeApi } from './http/openapi.ts';
import { isUp, registerStatus } from './http/status.ts';
import { POLL_MS, registerInbox } from './inbox/route.ts';
import { buildInboxWatch } from './inbox/waiting.ts';
import { buildDirectory } from './ingest/mirror-directory.ts';
import { registerEvents } from './ingest/route.ts';
import { registerPages } from './pages/pages.ts';
import { DEFAULT_HQ_SETTINGS, type HqSettings } from './settings/hq-settings.ts';
import type { HqDatabase } from './storage/schema.ts';

export interface ServerOptions {
  db: HqDatabase;
  settings?: HqSettings;
  /** JSON lines; none are written when left out. */
  log?: DestinationStream;
  now?(): number;
  /** How long an empty inbox is waited for. */
  pollMs?: number;
}

/** What all that belongs to claims, credit and contacts needs. */
export interface HqParts {
  readonly db: HqDatabase;
  readonly settings: HqSettings;
  now(): number;
}

/** What buildServer gives, and each registering function takes. */
export type HqApp = Awaited<ReturnType<typeof buildServer>>;

const REQUEST_TIMEOUT_MS = 60_000;
const MAX_BODY_BYTES = 1024 * 1024;
/** For one address, where a route has no limit of its own. */
const REQUESTS_A_MINUTE = 600;
const SEEN_WITHIN_MS = 5 * 60_000;

export async function buildServer(options: ServerOptions) {
  const { db, settings = DEFAULT_HQ_SETTINGS, log, now = Date.now, pollMs = POLL_MS } = options;
  const parts: HqParts = { db, settings, now };
  const app = newApp(log).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('mirror', null);
  answerErrors(app);
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  const metrics = buildMetrics(edgesOf(db, now));
  app.addHook('onResponse', async ({ routeOptions, method }, reply) => {
    metrics.request(routeOptions.url ?? 'none', method, reply.statusCode, reply.elapsedTime / 1000);
  });
  await describeApi(app);
  await app.register(fastifyRateLimit, { max: REQUESTS_A_MINUTE, timeWindow: '1 minute' });
  const directory = buildDirectory(db, now);
  const watch = buildInboxWatch(db);
  app.addHook('preClose', () => watch.stop());
  registerStatus(app, { db, metrics });
  registerEnrolment(app, { db, now });
  registerEvents(app, { db, directory, metrics, now });
  registerInbox(app, { db, directory, watch, pollMs });
  await registerPages(app, { db, now });
  return app;
}

function newApp(log: DestinationStream | undefined): FastifyInstance {
  return fastify({
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
}

/** The route's pattern and not the address, which may name a mirror, a token or a day. */
const withoutSecrets = ({ method, routeOptions }: { method: string; routeOptions: { url?: string } }) => ({
  method,
  route: routeOptions.url ?? 'none',
});

function edgesOf(db: HqDatabase, now: () => number) {
  return {
    async mirrorsSeen() {
      const row = await db
        .selectFrom('mirrors')
        .select((column) => column.fn.countAll<number>().as('seen'))
        .where('last_seen_ms', '>', now() - SEEN_WITHIN_MS)
        .executeTakeFirstOrThrow();
      return row.seen;
    },
    isDatabaseUp: () => isUp(db),
  };
}

/** Bytes that are no HTTP never reach a route, so the answer is written by hand. */
function answerBrokenRequest(_error: Error, socket: Socket): void {
  if (!socket.writable) return;
  const headers = Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 400 ${STATUS_CODES[400]}\r\n${headers.join('')}content-length: 0\r\nconnection: close\r\n\r\n`,
  );
}
