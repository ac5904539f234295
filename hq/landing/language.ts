/** Puts the shopper's words on each request: `?lang=` chooses, a cookie remembers, else her browser's own wish holds. */
import type { FastifyInstance } from 'fastify';
import { isLandingLocale, type LandingWords, landingLocaleOf, landingWordsIn } from './words.ts';

declare module 'fastify' {
  interface FastifyRequest {
    landing: LandingWords;
  }
}

const COOKIE = 'vermilion-language';
const YEAR_SECONDS = 31_536_000;

/** Needs @fastify/cookie. */
export function registerLandingLanguage(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const { lang } = request.query as { lang?: unknown };
    const locale = landingLocaleOf([lang, request.cookies[COOKIE]], request.headers['accept-language']);
    request.landing = landingWordsIn(locale);
    if (isLandingLocale(lang))
      reply.setCookie(COOKIE, lang, { path: '/', sameSite: 'lax', maxAge: YEAR_SECONDS, httpOnly: true });
  });
}
