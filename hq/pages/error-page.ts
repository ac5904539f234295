/** What a person sees when a page is not to be had: the same problems as the API's, in her own words. Data stays data. */
import type { FastifyError, FastifyInstance } from 'fastify';
import { pathOf } from '../accounts/guard.ts';
import { problemOf } from '../http/errors.ts';
import { html } from './html.ts';
import { sendPage } from './layout.ts';
import type { Phrase } from './words.ts';

const TITLES: Partial<Record<string, Phrase>> = {
  'not-found': 'error.notFound',
  forbidden: 'error.forbidden',
  'too-many-requests': 'error.tooMany',
  'database-away': 'error.away',
  failed: 'error.failed',
};

export function answerWithPages(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    // Thrown on, it is answered as everywhere else in HQ.
    if (/\.(json|csv)$/.test(pathOf(request)) || request.words === undefined) throw error;
    const problem = problemOf(error);
    if (problem.statusCode >= 500)
      request.log.error({ code: error.code, message: error.message }, 'page failed');
    const { words } = request;
    const title = words.say(TITLES[problem.code] ?? 'error.badRequest');
    const body = html`<h1>${title}</h1>
<p class="lead">${problem.message}</p>
<p><a class="button" href="/">${words.say('error.back')}</a></p>`;
    return sendPage(request, reply, { title, body, status: problem.statusCode });
  });
}
