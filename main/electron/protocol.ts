/**
 * `app://mirror/…`: the built pages and the face files, with the security headers on every response. A request comes
 * in from Electron's protocol module, a response with a streamed file goes out.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { CustomScheme } from 'electron';
import { cacheRule, SECURITY_HEADERS } from '../pages/headers.ts';
import type { buildServedFiles } from '../pages/served-files.ts';
import { HOST, SCHEME } from './addresses.ts';

/** To be registered before Electron is ready. Secure, or the page would have no camera; not exempt from any policy. */
export const MIRROR_SCHEME: CustomScheme = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
};

/** The path as it is written: parsing would resolve the dots that are to be refused. */
const PATH_OF_MIRROR = new RegExp(`^${SCHEME}://${HOST}(/[^?#]*)`);

/** What is not there, not the mirror's, or not GET or HEAD is answered in a sentence, never by an exception. */
export function buildProtocol(
  findFile: ReturnType<typeof buildServedFiles>,
): (request: Pick<Request, 'url' | 'method'>) => Promise<Response> {
  return async ({ url, method }) => {
    if (method !== 'GET' && method !== 'HEAD')
      return sentence(405, 'The mirror only hands out files.', { allow: 'GET, HEAD' });
    const path = PATH_OF_MIRROR.exec(url)?.[1];
    const file = path === undefined ? undefined : await findFile(path);
    if (path === undefined || file === undefined) return sentence(404, 'There is nothing at this address.');
    const body = method === 'HEAD' ? null : Readable.toWeb(createReadStream(file.path));
    return new Response(body as ReadableStream | null, {
      headers: {
        ...SECURITY_HEADERS,
        'cache-control': cacheRule(path, 200),
        'content-type': file.contentType,
        'content-length': String(file.sizeBytes),
      },
    });
  };
}

function sentence(status: number, text: string, more: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: {
      ...SECURITY_HEADERS,
      ...more,
      'cache-control': 'no-store',
      'content-type': 'text/plain; charset=utf-8',
    },
  });
}
