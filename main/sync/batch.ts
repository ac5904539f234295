/** Events as the body of one request: CloudEvents in a JSON array, gzipped, no longer than it may be. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { MirrorEvent } from '../contract/events.ts';
import { toEnvelope } from '../contract/wire.ts';

export interface Batch {
  /** As many of the given, from the first, as fit; never none. */
  events: MirrorEvent[];
  body: Buffer;
  /** Of the body before compression. */
  bytes: number;
}

const compress = promisify(gzip);

export async function encodeBatch(
  events: readonly MirrorEvent[],
  source: string,
  maxBytes: number,
): Promise<Batch> {
  const texts: string[] = [];
  let bytes = 1;
  for (const event of events) {
    const text = JSON.stringify(toEnvelope(event, source));
    const more = Buffer.byteLength(text) + 1;
    if (texts.length > 0 && bytes + more > maxBytes) break;
    texts.push(text);
    bytes += more;
  }
  const body = await compress(`[${texts.join(',')}]`);
  return { events: events.slice(0, texts.length), body, bytes };
}
