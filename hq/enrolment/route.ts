/** `POST /v1/enrol`: a one-time code comes in, the mirror's identity and key go out. Wrong codes are limited by address. */
import { enrolReplySchema, enrolRequestSchema, WIRE_PATHS } from '../../main/contract/wire.ts';
import { Problem, problemSchema } from '../http/problem.ts';
import type { HqApp } from '../server.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { enrol } from './codes.ts';

const WRONG_CODES_A_MINUTE = 10;

const schema = {
  tags: ['mirrors'],
  summary: 'Enrol a mirror',
  description: 'The code is used up; the key is told this once.',
  body: enrolRequestSchema,
  response: { 200: enrolReplySchema, 400: problemSchema, 401: problemSchema, 429: problemSchema },
};

export function registerEnrolment(app: HqApp, { db, now }: { db: HqDatabase; now(): number }): void {
  const wrongCodes = app.createRateLimit({ max: WRONG_CODES_A_MINUTE, timeWindow: '1 minute' });
  app.post(WIRE_PATHS.enrol, { schema, config: { rateLimit: false } }, async (request) => {
    const use = await wrongCodes(request, { increment: false });
    if (!use.isAllowed && use.remaining === 0)
      throw new Problem('too-many-requests', 'Too many wrong codes from this address: wait a minute.');
    try {
      return await enrol(db, request.body, now());
    } catch (error) {
      await wrongCodes(request);
      throw error;
    }
  });
}
