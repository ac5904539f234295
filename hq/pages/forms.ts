/** What forms send, as objects of text: plain fields by @fastify/formbody, and files as the text that they hold. */
import type { FastifyInstance } from 'fastify';
import { Problem } from '../http/problem.ts';

type Fields = Readonly<Record<string, string | undefined>>;

const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Reads `multipart/form-data`: the largest registry is under a megabyte. */
export function registerFiles(app: FastifyInstance): void {
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: MAX_FILE_BYTES },
    async (request: { headers: { 'content-type'?: string } }, body: Buffer) =>
      fieldsOf(body, request.headers['content-type'] ?? ''),
  );
}

async function fieldsOf(body: Buffer, contentType: string): Promise<Fields> {
  const fields: Record<string, string> = {};
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData();
    for (const [name, value] of form)
      fields[name] = typeof value === 'string' ? value : textOf(await value.arrayBuffer());
  } catch (cause) {
    throw new Problem('bad-request', 'The form could not be read: send it again.', cause);
  }
  return fields;
}

/** Spreadsheets in China still write GB 18030 where they do not write UTF-8. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
