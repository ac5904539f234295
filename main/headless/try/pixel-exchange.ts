/**
 * The server's side of the pixels' way: keeps what the page is to fetch, takes what it puts back, and serves the clip
 * that the page decodes itself. Each id is used once and forgotten.
 */
import { basename, dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pixelsPath } from '../../../renderer/try/api.ts';

/** Room for 16-bit lips that fill the largest picture. */
const MAX_ANSWER_BYTES = 2 ** 30;

export interface PixelExchange {
  /** Adds the routes. */
  serve(app: FastifyInstance): void;
  /** @returns the id under which the page fetches them */
  offer(pixels?: Uint8Array): number;
  /** What the page put to `id`. */
  collect(id: number): Buffer;
  /** @returns the address at which the page reads the file */
  offerFile(path: string): string;
}

export function buildPixelExchange(): PixelExchange {
  const offered = new Map<number, Uint8Array>();
  const answers = new Map<number, Buffer>();
  let lastId = 0;
  let clipPath = '';
  return {
    serve(app) {
      app.addContentTypeParser(
        'application/octet-stream',
        { parseAs: 'buffer', bodyLimit: MAX_ANSWER_BYTES },
        (_request, body, done) => done(null, body),
      );
      app.get<{ Params: { id: string } }>(pixelsPath(':id'), (request, reply) => {
        const id = Number(request.params.id);
        const pixels = offered.get(id);
        if (pixels === undefined) return reply.callNotFound();
        offered.delete(id);
        const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
        return reply.type('application/octet-stream').send(bytes);
      });
      app.put<{ Params: { id: string }; Body: Buffer }>(pixelsPath(':id'), (request, reply) => {
        answers.set(Number(request.params.id), request.body);
        return reply.code(204).send();
      });
      app.get('/try/clip/:id', (_request, reply) =>
        reply.sendFile(basename(clipPath), dirname(clipPath), { cacheControl: false }),
      );
    },
    offer(pixels) {
      lastId++;
      if (pixels !== undefined) offered.set(lastId, pixels);
      return lastId;
    },
    collect(id) {
      const answer = answers.get(id);
      if (answer === undefined) throw new Error(`The page put nothing to job ${id}.`);
      answers.delete(id);
      return answer;
    },
    offerFile(path) {
      clipPath = path;
      lastId++;
      return `/try/clip/${lastId}`;
    },
  };
}
