/** What she reads when a page is not to be had: in her own language, and never why. */
import type { FastifyError, FastifyInstance } from 'fastify';
import { problemOf } from '../http/errors.ts';
import type { ProblemCode } from '../http/problem.ts';
import { sendNotice } from './frame.ts';

const NOTICES: Partial<Record<ProblemCode, 'unknown' | 'tooMany'>> = {
  'not-found': 'unknown',
  'too-many-requests': 'tooMany',
};
const RETRY_SECONDS = '60';

export function answerWithNotices(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const { code, statusCode: status } = problemOf(error);
    if (status >= 500) request.log.error({ code: error.code, message: error.message }, 'landing page failed');
    if (code === 'too-many-requests') reply.header('retry-after', RETRY_SECONDS);
    return sendNotice(request, reply, NOTICES[code] ?? 'failed', { status });
  });
}
