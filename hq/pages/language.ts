/** Puts the reader's words on each request, and lets her choose the language. */
import type { FastifyInstance } from 'fastify';
import { LOCALES } from '../../main/contract/locales.ts';
import { Problem } from '../http/problem.ts';
import { localeOf, type Words, wordsIn } from './words.ts';

declare module 'fastify' {
  interface FastifyRequest {
    words: Words;
  }
}

const COOKIE = 'vermilion-hq-language';
const YEAR_SECONDS = 31_536_000;

export function registerLanguage(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    request.words = wordsIn(localeOf(request.cookies[COOKIE], request.headers['accept-language']));
  });
  app.get<{ Params: { locale: string }; Querystring: { back?: string } }>(
    '/language/:locale',
    (request, reply) => {
      const locale = LOCALES.find((each) => each === request.params.locale);
      if (locale === undefined) throw new Problem('not-found', 'There is no such language.');
      reply.setCookie(COOKIE, locale, { path: '/', sameSite: 'lax', maxAge: YEAR_SECONDS, httpOnly: true });
      return reply.redirect(ownPath(request.query.back), 303);
    },
  );
}

/** A path of this HQ and of nobody else: `//other.example` and `/\other.example` lead away. */
export const ownPath = (path: unknown): string =>
  typeof path === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes('\\') ? path : '/';
