/** Counts wrong human codes by operator and by address: eight signs are few enough to be guessed by a patient machine. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { operatorIn } from '../../accounts/guard.ts';

export const WRONG_CODES = 10;
const WINDOW = '10 minutes';

export interface WrongCodes {
  areTooMany(request: FastifyRequest): Promise<boolean>;
  note(request: FastifyRequest): Promise<void>;
}

export function buildWrongCodes(app: FastifyInstance): WrongCodes {
  const limit = (keyGenerator: (request: FastifyRequest) => string) =>
    app.createRateLimit({ max: WRONG_CODES, timeWindow: WINDOW, keyGenerator });
  const limits = [limit((request) => operatorIn(request).id), limit(({ ip }) => ip)];
  return {
    async areTooMany(request) {
      const uses = await Promise.all(limits.map((each) => each(request, { increment: false })));
      return uses.some((use) => !use.isAllowed && use.remaining === 0);
    },
    async note(request) {
      await Promise.all(limits.map((each) => each(request)));
    },
  };
}
