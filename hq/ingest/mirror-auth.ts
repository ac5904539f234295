/** Lets a mirror in by its bearer key and puts it on the request. Wrong keys are limited by address and by the mirror they name. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';
import type { KnownMirror, MirrorDirectory } from './mirror-directory.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** On routes behind `mirrorAuth`. */
    mirror: KnownMirror | null;
  }
}

const BEARER = /^Bearer ([\w.-]{32,128})$/;
/** The mirror that a key names. */
const NAMED = /^Bearer ([a-z0-9-]{1,64})\./;
const WRONG_KEYS_A_MINUTE = 60;

/** @returns a hook for `onRequest` */
export function mirrorAuth(app: FastifyInstance, directory: MirrorDirectory) {
  const wrongKeys = app.createRateLimit({
    max: WRONG_KEYS_A_MINUTE,
    timeWindow: '1 minute',
    // A store's mirrors may share an address: one that is out of order keeps none of the others out.
    keyGenerator: ({ ip, headers }) => `${ip} ${NAMED.exec(headers.authorization ?? '')?.[1] ?? ''}`,
  });
  return async (request: FastifyRequest): Promise<void> => {
    const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (key === undefined)
      throw new Problem('unauthorized', 'Send the key of an enrolled mirror as "Authorization: Bearer …".');
    const mayLookUp = async () => {
      const use = await wrongKeys(request, { increment: false });
      if (use.isAllowed || use.remaining > 0) return true;
      throw new Problem('too-many-requests', 'Too many wrong keys from this address: wait a minute.');
    };
    const mirror = await directory.find(key, mayLookUp);
    if (mirror === undefined) {
      await wrongKeys(request);
      throw new Problem(
        'unauthorized',
        'This key belongs to no mirror with a store: enrol the mirror again.',
      );
    }
    request.mirror = mirror;
  };
}

export function mirrorIn(request: FastifyRequest): KnownMirror {
  if (request.mirror === null) throw new Problem('unauthorized', 'Only a mirror may ask this.');
  return request.mirror;
}
