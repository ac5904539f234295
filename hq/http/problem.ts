/** What HQ answers when it does not do as asked: a status, a code from a closed list and a sentence that says what to do. */
import { z } from 'zod';
import { CodedError } from '../../main/contract/coded-error.ts';

export const PROBLEMS = {
  'bad-request': 400,
  'not-json': 400,
  'not-a-batch': 400,
  'unnamed-event': 400,
  unauthorized: 401,
  'code-refused': 401,
  forbidden: 403,
  'not-found': 404,
  'too-large': 413,
  'too-many-events': 413,
  'media-type': 415,
  encoding: 415,
  invalid: 422,
  'too-many-requests': 429,
  failed: 500,
  'database-away': 503,
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** Thrown anywhere in a request; hq/http/answer-errors.ts makes the reply of it. */
export class Problem extends CodedError<ProblemCode> {
  get statusCode(): number {
    return PROBLEMS[this.code];
  }
}

/** Media type `application/problem+json` (RFC 9457), whose `detail` is the sentence. */
export const problemSchema = z
  .strictObject({ status: z.int(), code: z.enum(Object.keys(PROBLEMS) as ProblemCode[]), detail: z.string() })
  .meta({ id: 'Problem' });
