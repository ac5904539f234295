/**
 * Slows guessing: whoever names tokens or secrets that are none too often is told to wait. A right one is answered all the
 * same: with 80 bits of MAC, or 192 of a secret, nobody guesses it, and a store's guests share one address with whoever tries.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';
import { memberSecretOf } from './member-cookie.ts';

const WRONG_A_MINUTE = 30;
/** Of one code or one member: its page, with all that it loads, again and again. */
const REQUESTS_A_MINUTE = 300;

export interface Guesses {
  /** Of one that was wrong. Throws `too-many-requests` beyond the limit. */
  count(request: FastifyRequest): Promise<void>;
}

/** Needs @fastify/rate-limit. One count an address, whatever it guesses at. */
export function buildGuesses(app: FastifyInstance): Guesses {
  const wrong = app.createRateLimit({ max: WRONG_A_MINUTE, timeWindow: '1 minute' });
  return {
    async count(request) {
      const use = await wrong(request);
      if (!use.isAllowed && use.isExceeded)
        throw new Problem('too-many-requests', 'Too many wrong codes from this address: wait a minute.');
    },
  };
}

/**
 * A route's own limit, in place of that of the whole address: for one code, or one member, from one address. What others
 * send from there uses up nobody's.
 */
export const limited = (max = REQUESTS_A_MINUTE) => ({
  config: { rateLimit: { max, timeWindow: '1 minute', keyGenerator } },
});

function keyGenerator(request: FastifyRequest): string {
  const { token, secret } = request.params as { token?: string; secret?: string };
  return `${request.ip} ${token ?? secret ?? memberSecretOf(request) ?? ''}`;
}
