/**
 * Speaks to the API of one platform, which is another house's machine: each call within its time, each reply of a bounded
 * size, never from where a redirect points. Every call is counted by what became of it. No sentence of an error holds an
 * address's query, where secrets are.
 */
import { pipeline } from 'node:stream/promises';
import { Agent, type Dispatcher } from 'undici';
import { z } from 'zod';
import { CodedError } from '../../../main/contract/coded-error.ts';
import type { CarrierMetrics, Platform } from '../metrics.ts';

export interface PlatformCall {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON; the call is then a POST. */
  readonly body?: unknown;
  /** The token of platforms that want it in a header. */
  readonly bearer?: string;
}

/** `refused`: the platform understood and will not; its own code, or its status, is `errcode`. */
export type PlatformErrorCode = 'timeout' | 'unreachable' | 'reply-unreadable' | 'refused';

export class PlatformError extends CodedError<PlatformErrorCode> {
  readonly errcode: number | null;

  constructor(code: PlatformErrorCode, message: string, cause?: unknown, errcode: number | null = null) {
    super(code, message, cause);
    this.errcode = errcode;
  }
}

export interface PlatformHttp {
  /** Throws PlatformError. */
  ask<T>(call: PlatformCall, reply: z.ZodType<T>): Promise<T>;
  /** What is no JSON, such as a picture. Throws PlatformError. */
  askBytes(call: PlatformCall): Promise<Buffer>;
  stop(): Promise<void>;
}

/** WeCom's welcome code lasts for 20 s, in which a token must be had as well. */
const CALL_MS = 5000;
const MAX_REPLY_BYTES = 1024 * 1024;
/** Read of a reply that is not for us, so that its connection can be used again. */
const MAX_IDLE_BYTES = 16 * 1024;

/** WeCom and WeChat answer 200 to what they refuse, and say why in here. */
const errcodeSchema = z.object({ errcode: z.int().default(0) });

export interface PlatformHttpOptions {
  readonly platform: Platform;
  /** Without a path. */
  readonly address: string;
  readonly metrics: CarrierMetrics;
  readonly callMs?: number;
}

/** The caller stops it. */
export function buildPlatformHttp(options: PlatformHttpOptions): PlatformHttp {
  const { platform, address, metrics, callMs = CALL_MS } = options;
  const agent = new Agent({ connect: { timeout: callMs }, allowH2: false });

  async function send({ path, query, body, bearer }: PlatformCall): Promise<Buffer> {
    const signal = AbortSignal.timeout(callMs);
    const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    try {
      const reply = await agent.request({
        origin: new URL(address).origin,
        path: `${new URL(address).pathname.replace(/\/$/, '')}${path}`,
        query,
        signal,
        ...(body === undefined
          ? { method: 'GET', headers: { ...authorization } }
          : {
              method: 'POST',
              headers: { 'content-type': 'application/json', ...authorization },
              body: JSON.stringify(body),
            }),
      });
      return await bytesOf(reply, platform);
    } catch (cause) {
      throw errorOf(cause, signal.aborted, platform);
    }
  }

  async function counted<T>(call: PlatformCall, read: (bytes: Buffer) => T): Promise<T> {
    try {
      const result = read(refuseErrors(await send(call), platform));
      metrics.call(platform, call.path, 'ok');
      return result;
    } catch (error) {
      const { code, errcode } = error as PlatformError;
      metrics.call(platform, call.path, errcode === null ? code : `${code}-${errcode}`);
      throw error;
    }
  }

  return {
    ask: (call, schema) => counted(call, (bytes) => parse(bytes, schema, platform)),
    askBytes: (call) => counted(call, (bytes) => bytes),
    stop: () => agent.destroy(),
  };
}

async function bytesOf({ statusCode, body }: Dispatcher.ResponseData, platform: Platform): Promise<Buffer> {
  if (statusCode !== 200) {
    // However the rest of it ends is no failure: enough is known of the reply.
    await body.dump({ limit: MAX_IDLE_BYTES }).catch(() => undefined);
    throw statusError(statusCode, platform);
  }
  const chunks: Buffer[] = [];
  await pipeline(body, async (source: AsyncIterable<Buffer>) => {
    let bytes = 0;
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > MAX_REPLY_BYTES) throw unreadable(platform);
      chunks.push(chunk);
    }
  });
  return Buffer.concat(chunks);
}

/** LINE and WhatsApp say by the status that they will not. */
function statusError(status: number, platform: Platform): PlatformError {
  if (status < 400 || status >= 500)
    return new PlatformError('unreachable', `${platform} answers with status ${status}: try again later.`);
  const message = `${platform} refused with status ${status}: check its secrets in the settings of HQ.`;
  return new PlatformError('refused', message, undefined, status);
}

function refuseErrors(bytes: Buffer, platform: Platform): Buffer {
  const parsed = errcodeSchema.safeParse(jsonIn(bytes));
  if (!parsed.success || parsed.data.errcode === 0) return bytes;
  const { errcode } = parsed.data;
  throw new PlatformError('refused', `${platform} refused with code ${errcode}.`, undefined, errcode);
}

function parse<T>(bytes: Buffer, schema: z.ZodType<T>, platform: Platform): T {
  const parsed = schema.safeParse(jsonIn(bytes));
  if (!parsed.success) throw unreadable(platform, parsed.error);
  return parsed.data;
}

/** undefined for what is none. */
function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

const unreadable = (platform: Platform, cause?: unknown) =>
  new PlatformError('reply-unreadable', `${platform} answers in another shape than it documents.`, cause);

function errorOf(cause: unknown, isLate: boolean, platform: Platform): PlatformError {
  if (cause instanceof PlatformError) return cause;
  if (isLate) return new PlatformError('timeout', `${platform} does not answer in time.`, cause);
  return new PlatformError('unreachable', `${platform} cannot be reached: check the network.`, cause);
}
