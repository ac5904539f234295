/** Slows guessing: whoever names tokens or secrets that are none too often gets no answer for a while, right or wrong. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';

const WRONG_A_MINUTE = 30;

export interface Guesses {
  /** Asked before anything is looked up. Throws `too-many-requests`. */
  refuseIfMany(request: FastifyRequest): Promise<void>;
  count(request: FastifyRequest): Promise<void>;
}

/** Needs @fastify/rate-limit. One count an address, whatever it guesses at. */
export function buildGuesses(app: FastifyInstance): Guesses {
  const wrong = app.createRateLimit({ max: WRONG_A_MINUTE, timeWindow: '1 minute' });
  return {
    async refuseIfMany(request) {
      const use = await wrong(request, { increment: false });
      if (!use.isAllowed && use.remaining === 0)
        throw new Problem('too-many-requests', 'Too many wrong codes from this address: wait a minute.');
    },
    async count(request) {
      await wrong(request);
    },
  };
}
