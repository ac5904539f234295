/** Turns whatever went wrong in a request into a problem of our own words. What broke stands in the log, never in the answer. */
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { PROBLEMS, Problem, type ProblemCode } from './problem.ts';

const RETRY_SECONDS = '5';

/** By the codes of Fastify and of the plugins in use. */
const KNOWN: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', 'The body is too large: send less at once.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'media-type',
    'This media type is not understood here: the API document at /openapi.json names the right one.',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['not-json', 'The body is empty, but JSON was announced.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['not-json', 'The body is not JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad-request', 'The length of the body is not the one announced.'],
};

/** SQL states of class 08 and 57P, and Node's own codes, of a database that cannot be reached just now. */
const DATABASE_AWAY = /^(08...|57P..|53300|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT)$/;
const BROKEN_CONNECTION =
  /connection (terminated|ended|timeout)|timeout exceeded when trying to connect|server closed/i;

export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.statusCode >= 500)
      request.log.error({ code: error.code, message: error.message }, 'request failed');
    return answer(reply, problem);
  });
  app.setNotFoundHandler(() => {
    throw new Problem('not-found', 'There is nothing at this address.');
  });
}

export function problemOf(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  const known = KNOWN[error.code];
  if (known !== undefined) return new Problem(known[0], known[1], error);
  if (error.validation !== undefined) {
    const [first] = error.validation;
    return new Problem(
      'bad-request',
      `The request is not as the API document says: ${first?.instancePath ?? ''} ${first?.message ?? ''}`.trim(),
      error,
    );
  }
  if (error.statusCode === 429)
    return new Problem('too-many-requests', 'Too many requests: wait as long as Retry-After says.', error);
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new Problem('bad-request', 'The request cannot be understood.', error);
  if (DATABASE_AWAY.test(error.code ?? '') || BROKEN_CONNECTION.test(error.message))
    return new Problem('database-away', 'HQ cannot reach its database just now: try again soon.', error);
  return new Problem('failed', 'HQ failed to answer; its log says why.', error);
}

function answer(reply: FastifyReply, problem: Problem): FastifyReply {
  const { code, statusCode: status, message: detail } = problem;
  if (PROBLEMS[code] === 401) reply.header('www-authenticate', 'Bearer');
  if (code === 'database-away') reply.header('retry-after', RETRY_SECONDS);
  return reply.code(status).type('application/problem+json').send(JSON.stringify({ status, code, detail }));
}
