/**
 * The loopback server of the headless shell: serves the built pages, the three face files and the contract (over a
 * WebSocket) to the one browser that holds this start's token, with the security headers on every response.
 */
import { existsSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { CodedError } from '../contract/coded-error.ts';
import { cacheRule, SECURITY_HEADERS } from '../pages/headers.ts';
import type { FaceFiles } from '../pages/served-files.ts';
import type { Service } from '../service.ts';
import { judge, newSession, type Session, sessionCookie } from './guard.ts';

export type ServerErrorCode = 'pages-missing' | 'port-taken' | 'port-refused';

export interface ServerOptions {
  /** Absolute path of the built pages: `dist/renderer`. */
  pagesDir: string;
  face: FaceFiles;
  /** Answers at `/contract` and `/metrics`; a tool's server needs none. */
  service?: Pick<Service, 'serveSocket' | 'metrics'>;
  /** 0 takes any free port. */
  port: number;
  session?: Session;
  /** Adds a tool's own routes; the guard and the headers apply to them as to all others. */
  extend?: (app: FastifyInstance) => void | Promise<void>;
}

export interface RunningServer {
  app: FastifyInstance;
  /** `http://127.0.0.1:<port>`. */
  origin: string;
  /** The origin with this start's token: what a person opens. */
  address: string;
  /** Ends open connections and frees the port. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** The largest intent is under a kilobyte. */
const MAX_MESSAGE_BYTES = 64 * 1024;

/** Builds the server without listening. Throws `pages-missing` when the pages were never built. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  if (!existsSync(join(options.pagesDir, 'index.html'))) {
    throw new CodedError<ServerErrorCode>(
      'pages-missing',
      `The pages are not built (${options.pagesDir} has no index.html): run "npm run setup".`,
    );
  }
  const app = fastify({
    forceCloseConnections: true,
    // A request without Host is the guard's to refuse: Node's own reply would lack the headers.
    http: { requireHostHeader: false },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (_error, _request, reply) => {
      sendSentence(reply.headers(SECURITY_HEADERS), 400, 'The address cannot be read.');
    },
  });
  app.server.on('checkExpectation', (_request, response) => response.writeHead(417, SECURITY_HEADERS).end());
  secure(app, options.port, options.session ?? newSession());
  await app.register(fastifyStatic, { root: options.pagesDir, wildcard: false, cacheControl: false });
  serveFace(app, options.face);
  if (options.service) await serveService(app, options.service);
  await options.extend?.(app);
  return app;
}

/**
 * Builds the server and listens on loopback. Throws `pages-missing`, `port-taken`, or `port-refused` when the system
 * will not give the port for another reason.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const session = options.session ?? newSession();
  const app = await buildServer({ ...options, session });
  try {
    const origin = await app.listen({ host: HOST, port: options.port });
    return { app, origin, address: `${origin}/?token=${session.token}`, close: () => app.close() };
  } catch (cause) {
    await app.close();
    const taken = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw new CodedError<ServerErrorCode>(
      taken ? 'port-taken' : 'port-refused',
      `Port ${options.port} ${taken ? 'is in use' : 'cannot be opened'}: choose another with --port (0 takes any free one).`,
      cause,
    );
  }
}

function secure(app: FastifyInstance, wantedPort: number, session: Session): void {
  const port = () => (app.server.address() as AddressInfo | null)?.port ?? wantedPort;
  app.addHook('onRequest', async (request, reply) => {
    const verdict = judge(request.headers, request.raw.url ?? '', port(), session);
    if (verdict.kind === 'refuse') return sendSentence(reply, verdict.status, verdict.sentence);
    if (verdict.kind === 'enter') {
      return reply.header('set-cookie', sessionCookie(port(), session)).redirect('/', 303);
    }
  });
  app.addHook('onSend', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    reply.header('cache-control', cacheRule(request.url.split('?', 1)[0] ?? '', reply.statusCode));
  });
  // Node gives up the socket of a request to upgrade; after a refusal nobody would ever end it.
  app.addHook('onResponse', async (request) => {
    if (request.headers.upgrade !== undefined) request.raw.socket.end();
  });
  app.setNotFoundHandler((_request, reply) => sendSentence(reply, 404, 'There is nothing at this address.'));
  app.setErrorHandler(answerError);
}

async function serveService(app: FastifyInstance, service: Pick<Service, 'serveSocket' | 'metrics'>) {
  await app.register(fastifyWebsocket, { options: { maxPayload: MAX_MESSAGE_BYTES } });
  app.get('/contract', { websocket: true }, (socket) => service.serveSocket(socket));
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await service.metrics()),
  );
}

function serveFace(app: FastifyInstance, face: FaceFiles): void {
  const names = {
    'face_landmarker.task': face.taskPath,
    'face_detector.tflite': face.detectorPath,
    'canonical-mesh.json': face.meshPath,
  };
  for (const [name, path] of Object.entries(names)) {
    app.get(`/face/${name}`, (_request, reply) =>
      reply.sendFile(basename(path), dirname(path), { cacheControl: false }),
    );
  }
}

/** A caller learns that it failed; why stands in the console, where the technician looks. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status < 500) return sendSentence(reply, status, 'The mirror did not understand this request.');
  console.error(`${request.method} ${request.url.split('?', 1)[0]} failed:`, error);
  return sendSentence(reply, status, 'The mirror failed to answer; its console says why.');
}

function sendSentence(reply: FastifyReply, status: number, sentence: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(`${sentence}\n`);
}

/** Bytes that are no HTTP never reach a route, so the answer is written by hand. */
function answerBrokenRequest(_error: Error, socket: Socket): void {
  if (!socket.writable) return;
  const headers = Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 400 Bad Request\r\n${headers.join('')}content-length: 0\r\nconnection: close\r\n\r\n`);
}
