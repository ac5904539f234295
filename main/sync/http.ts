/**
 * Requests to HQ and its replies as text: never longer than `WIRE.maxReplyBytes`, never beyond their time, never from
 * where a redirect points. Owns the connections.
 */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Agent, type Dispatcher } from 'undici';
import { CodedError } from '../contract/coded-error.ts';
import { WIRE } from '../contract/wire.ts';
import type { SyncLimits, Timers } from './limits.ts';

export interface HqRequest {
  method: 'GET' | 'POST';
  /** Below the address of HQ. */
  path: string;
  headers: Record<string, string>;
  body?: Buffer | string;
  /** Of the whole. */
  totalMs: number;
}

export interface HqReply {
  status: number;
  /** A header that came twice is as good as none. */
  header(name: string): string | undefined;
  /** Empty unless the status is 200..207: what else a server writes matters to nobody. */
  text: string;
}

/** `stopped`: by ourselves. The others say what to look at. */
export type HttpFailureCode = 'stopped' | 'timeout' | 'untrusted' | 'unreachable' | 'reply-unreadable';
export class HttpFailure extends CodedError<HttpFailureCode> {}

export interface HqHttp {
  /** @throws HttpFailure */
  send(request: HqRequest): Promise<HqReply>;
  stop(): Promise<void>;
}

/** Read of a reply that is not for us, so that its connection can be used again. */
const MAX_IDLE_BYTES = 16 * 1024;
/** Shorter than what networks forget silent connections after, so that a code is not sent into a dead one. */
const KEEP_ALIVE_MS = 10_000;

/** @param signal ends all requests */
export function buildHttp(address: string, limits: SyncLimits, timers: Timers, signal: AbortSignal): HqHttp {
  const base = new URL(address);
  const agent = new Agent({
    connect: { timeout: limits.connectMs },
    // The timer of the whole request stands for these.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // Over one HTTP/2 connection a lost packet of the inbox would hold up a code.
    allowH2: false,
  });

  async function send({ path, totalMs, ...request }: HqRequest): Promise<HqReply> {
    const limit = new AbortController();
    const cancel = timers.after(totalMs, () => limit.abort());
    const ends = AbortSignal.any([signal, limit.signal]);
    try {
      const reply = await agent.request({
        ...request,
        origin: base.origin,
        path: `${base.pathname.replace(/\/$/, '')}${path}`,
        signal: ends,
      });
      return { status: reply.statusCode, header: headerOf(reply), text: await textOf(reply, ends) };
    } catch (cause) {
      throw failureOf(cause, signal.aborted, limit.signal.aborted, base.host);
    } finally {
      cancel();
    }
  }

  return { send, stop: () => agent.destroy() };
}

function headerOf({ headers }: Dispatcher.ResponseData): HqReply['header'] {
  return (name) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
}

async function textOf(reply: Dispatcher.ResponseData, signal: AbortSignal): Promise<string> {
  const { statusCode, body } = reply;
  if (statusCode < 200 || statusCode > 207) {
    await drop(body, signal);
    return '';
  }
  const encoding = headerOf(reply)('content-encoding') ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') {
    await drop(body, signal);
    throw new HttpFailure(
      'reply-unreadable',
      `HQ answers in ${encoding.slice(0, 32)}, which nobody asked for.`,
    );
  }
  return readText(body, encoding === 'gzip');
}

/** Enough is known of the reply, so however the rest of it ends is no failure. */
const drop = (body: Dispatcher.ResponseData['body'], signal: AbortSignal): Promise<void> =>
  body.dump({ limit: MAX_IDLE_BYTES, signal }).catch(() => undefined);

/** Bounded before and after decompression: a small reply may grow a thousandfold. */
async function readText(body: Readable, isZipped: boolean): Promise<string> {
  const chunks: Buffer[] = [];
  const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of source) chunks.push(chunk);
  };
  if (isZipped) await pipeline(body, bounded, createGunzip(), bounded, collect);
  else await pipeline(body, bounded, collect);
  return Buffer.concat(chunks).toString('utf8');
}

async function* bounded(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > WIRE.maxReplyBytes) {
      throw new HttpFailure('reply-unreadable', 'HQ answers with more than a reply can hold.');
    }
    yield chunk;
  }
}

function failureOf(cause: unknown, isStopped: boolean, isLate: boolean, host: string): HttpFailure {
  if (isStopped) return new HttpFailure('stopped', 'Sync was stopped.', cause);
  if (isLate) {
    return new HttpFailure('timeout', `HQ (${host}) does not answer in time: check the network.`, cause);
  }
  if (cause instanceof HttpFailure) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  if (/CERT|SELF_SIGNED|LEAF_SIGNATURE|SSL|TLS/.test(code)) {
    const sentence = `The certificate of HQ (${host}) is not trusted (${code}): check it, and this machine's date.`;
    return new HttpFailure('untrusted', sentence, cause);
  }
  if (code.startsWith('Z_'))
    return new HttpFailure('reply-unreadable', 'HQ answers with broken gzip.', cause);
  const sentence = `HQ (${host}) cannot be reached (${code}): check the network and the address in the settings.`;
  return new HttpFailure('unreachable', sentence, cause);
}
