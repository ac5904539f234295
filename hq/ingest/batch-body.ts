/** Reads the body of `POST /v1/events`: gzip or plain, never larger than a batch may be, JSON of whatever shape. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WIRE } from '../../main/contract/wire.ts';
import { Problem } from '../http/problem.ts';

/** A mirror measures its events; commas, brackets and the odd header of a proxy come on top. */
const MAX_BODY_BYTES = WIRE.maxBytes + 16 * 1024;

const unzip = promisify(gunzip);

export function readBatches(app: FastifyInstance): void {
  const options = { parseAs: 'buffer' as const, bodyLimit: MAX_BODY_BYTES };
  app.addContentTypeParser(WIRE.mediaType, options, async (request: FastifyRequest, body: Buffer) => {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    return parseJson(await decode(body, encoding));
  });
}

/** A hook for `onRequest`: plain JSON, which other routes take, has another bound. */
export async function requireBatch(request: FastifyRequest): Promise<void> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim();
  if (type !== WIRE.mediaType) throw new Problem('media-type', `Send events as ${WIRE.mediaType}.`);
}

async function decode(body: Buffer, encoding: string): Promise<Buffer> {
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip') throw new Problem('encoding', 'Send the batch as gzip or as it is.');
  try {
    return await unzip(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Problem(
        'too-large',
        `A batch may have ${WIRE.maxBytes} bytes: send fewer events at once.`,
        cause,
      );
    throw new Problem('not-json', 'The body was announced as gzip, but is not.', cause);
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new Problem('not-json', 'The body is not JSON.', cause);
  }
}
