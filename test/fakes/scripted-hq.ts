/**
 * An HQ of one mirror on 127.0.0.1: real HTTP, real gzip, memory instead of a database. It answers as a good HQ does, or
 * as it is told to, and keeps what it was sent.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import {
  digestText,
  type Envelope,
  type EventsReply,
  envelopeSchema,
  fromEnvelope,
  type InboxMessage,
  sourceOf,
  WIRE,
} from '../../main/contract/wire.ts';

export const SCRIPTED = {
  code: 'one-time-code',
  store: 'store-1',
  mirror: 'mirror-1',
  key: 'k'.repeat(40),
} as const;

export interface SentRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  /** As it came, compressed. */
  body: Buffer;
  /** Ids of the events in it; empty where it is not a batch. */
  ids: string[];
}

/** Answers one request in place of the good HQ. */
export type Answer = (request: SentRequest, response: ServerResponse, hq: ScriptedHq) => void | Promise<void>;

export interface ScriptedHq {
  readonly address: string;
  readonly port: number;
  /** Requests to `/v1/events`, oldest first. */
  readonly requests: SentRequest[];
  /** Requests to the other paths. */
  readonly others: SentRequest[];
  /** Committed events by id, in the order of their commits. */
  readonly events: ReadonlyMap<string, Envelope>;
  /** Answers to the next requests to `/v1/events`, one each. */
  next(...answers: Answer[]): void;
  /** Answers every request to a path that begins so, from now on; undefined: the good HQ again. */
  always(path: string, answer: Answer | undefined): void;
  /** Commits what a good HQ would, and says what it would. */
  commit(request: SentRequest): EventsReply;
  /** Told to the mirror by the next poll. */
  post(...messages: InboxMessage[]): void;
  stop(): Promise<void>;
}

export interface ScriptedHqOptions {
  /** HQ's clock. */
  nowMs?(): number;
  /** What it holds polls of the inbox for; the real one 25 s. */
  holdMs?: number;
}

export async function startScriptedHq({ nowMs = Date.now, holdMs = 50 }: ScriptedHqOptions = {}) {
  const requests: SentRequest[] = [];
  const others: SentRequest[] = [];
  const events = new Map<string, Envelope>();
  const script: Answer[] = [];
  const standing = new Map<string, Answer>();
  const inbox: InboxMessage[] = [];

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    const isEvents = request.path === '/v1/events';
    (isEvents ? requests : others).push(request);
    response.setHeader(WIRE.receivedHeader, new Date(nowMs()).toISOString());
    const always = [...standing].find(([path]) => request.path.startsWith(path))?.[1];
    await ((isEvents ? script.shift() : undefined) ?? always ?? good)(request, response, hq);
  }

  const good: Answer = (request, response) => {
    if (request.path === '/v1/enrol') return enrol(request, response);
    if (request.headers.authorization !== `Bearer ${SCRIPTED.key}`) return reply(401)(request, response, hq);
    if (request.path === '/v1/events') return json(response, 200, hq.commit(request));
    if (request.path.startsWith(`/v1/mirrors/${SCRIPTED.mirror}/inbox`)) return poll(request, response);
    return reply(404)(request, response, hq);
  };

  async function poll(request: SentRequest, response: ServerResponse): Promise<void> {
    const after = Number(new URL(request.path, hq.address).searchParams.get('after'));
    const news = () => inbox.filter(({ cursor }) => cursor > after);
    const endMs = performance.now() + holdMs;
    while (news().length === 0 && performance.now() < endMs && !response.destroyed) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    json(response, 200, { messages: news() });
  }

  const server = createServer((incoming, response) => {
    // A mirror that goes away in the middle is one of the things that are tried here.
    answer(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const hq: ScriptedHq = {
    address: `http://127.0.0.1:${port}`,
    port,
    requests,
    others,
    events,
    next: (...answers) => void script.push(...answers),
    always(path, always) {
      if (always === undefined) standing.delete(path);
      else standing.set(path, always);
    },
    commit: (request) => commitTo(events, request),
    post: (...messages) => void inbox.push(...messages),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return hq;
}

async function readRequest(incoming: IncomingMessage): Promise<SentRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { method = '', url: path = '', headers } = incoming;
  const request = { method, path, headers, body, ids: [] as string[] };
  if (path === '/v1/events') request.ids = batchOf(request).map(({ id }) => String(id));
  return request;
}

/** The envelopes of a request, unchecked. @throws when it is no batch as the wire has it */
export function batchOf({ headers, body }: Pick<SentRequest, 'headers' | 'body'>): Envelope[] {
  if (headers['content-type'] !== WIRE.mediaType) throw new Error('not the media type of a batch');
  if (headers['content-encoding'] !== 'gzip') throw new Error('not compressed');
  const text = gunzipSync(body);
  if (text.length > WIRE.maxBytes) throw new Error('longer than a batch may be');
  return JSON.parse(text.toString('utf8'));
}

function commitTo(events: Map<string, Envelope>, request: SentRequest): EventsReply {
  const answer: EventsReply = { accepted: [], duplicate: [], rejected: [] };
  for (const envelope of batchOf(request)) {
    const { id } = envelope;
    const code = refusalOf(envelope);
    if (code !== undefined) answer.rejected.push({ id, code });
    else if (events.has(id)) answer.duplicate.push(id);
    else {
      events.set(id, envelope);
      answer.accepted.push(id);
    }
  }
  return answer;
}

function refusalOf(envelope: Envelope): EventsReply['rejected'][number]['code'] | undefined {
  const parsed = envelopeSchema.safeParse(envelope);
  const event = parsed.success ? fromEnvelope(parsed.data) : undefined;
  if (event === undefined) return 'invalid';
  if (envelope.source !== sourceOf(SCRIPTED.store, SCRIPTED.mirror)) return 'forbidden';
  const sha256 = createHash('sha256').update(digestText(event)).digest('hex');
  return sha256 === event.sha256 ? undefined : 'hash-mismatch';
}

function enrol(request: SentRequest, response: ServerResponse): void {
  const { code, store, mirror, key } = SCRIPTED;
  const asked = JSON.parse(request.body.toString('utf8')) as { code?: string };
  if (asked.code === code) json(response, 200, { store, mirror, key });
  else json(response, 403, { error: 'unknown code' });
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Says that, and commits nothing. */
export const reply =
  (status: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);
