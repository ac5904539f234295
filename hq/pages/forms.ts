/**
 * What forms send, as objects of text: plain fields by @fastify/formbody, and files as the text that they hold, but for the
 * field that a route names as a picture, which stays bytes.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Name of the one field whose file stays bytes: a Buffer, empty when none was chosen. */
    pictureField?: string;
  }
}

type Fields = Readonly<Record<string, string | Buffer | undefined>>;

const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Reads `multipart/form-data`: the largest registry is under a megabyte. A route may have another `bodyLimit`. */
export function registerFiles(app: FastifyInstance): void {
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: MAX_FILE_BYTES },
    async (request: FastifyRequest, body: Buffer) =>
      fieldsOf(body, request.headers['content-type'] ?? '', request.routeOptions.config.pictureField),
  );
}

async function fieldsOf(body: Buffer, contentType: string, pictureField?: string): Promise<Fields> {
  const fields: Record<string, string | Buffer> = {};
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData();
    for (const [name, value] of form)
      fields[name] = typeof value === 'string' ? value : await contentOf(value, name === pictureField);
  } catch (cause) {
    throw new Problem('bad-request', 'The form could not be read: send it again.', cause);
  }
  return fields;
}

async function contentOf(file: Blob, isPicture: boolean): Promise<string | Buffer> {
  const bytes = await file.arrayBuffer();
  return isPicture ? Buffer.from(bytes) : textOf(bytes);
}

/** Spreadsheets in China still write GB 18030 where they do not write UTF-8. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
