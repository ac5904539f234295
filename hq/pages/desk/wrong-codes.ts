/**
 * Counts wrong human codes by operator and by address: eight signs are few enough to be guessed by a patient machine. Stores
 * behind one address share its count, so it is far higher, and only what is certainly wrong is in it.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { operatorIn } from '../../accounts/guard.ts';
import type { Found } from './find-code.ts';

const WRONG_CODES = 10;
const WRONG_CODES_OF_ADDRESS = 100;
const WINDOW = '10 minutes';

export interface WrongCodes {
  areTooMany(request: FastifyRequest): Promise<boolean>;
  /** @param kind what a look-up came to; what is no guess is not counted */
  note(request: FastifyRequest, kind: Found['kind']): Promise<void>;
}

export function buildWrongCodes(app: FastifyInstance): WrongCodes {
  const limit = (max: number, keyGenerator: (request: FastifyRequest) => string) =>
    app.createRateLimit({ max, timeWindow: WINDOW, keyGenerator });
  const ofOperator = limit(WRONG_CODES, (request) => operatorIn(request).id);
  const ofAddress = limit(WRONG_CODES_OF_ADDRESS, ({ ip }) => ip);
  return {
    async areTooMany(request) {
      const uses = await Promise.all(
        [ofOperator, ofAddress].map((each) => each(request, { increment: false })),
      );
      return uses.some((use) => !use.isAllowed && use.remaining === 0);
    },
    async note(request, kind) {
      if (kind === 'notHere' || kind === 'expired') await ofOperator(request);
      if (kind === 'expired') await ofAddress(request);
    },
  };
}
