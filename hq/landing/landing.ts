/**
 * HQ for shoppers: where a scanned code leads, a member's own data, and the texts she agrees to. Pages for any phone, without
 * script, and with nothing from anybody but HQ.
 */
import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import fastifyFormbody from '@fastify/formbody';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { HqParts } from '../server.ts';
import { registerCodeRoutes } from './code-routes.ts';
import { registerConsentPages } from './consent-page.ts';
import { answerWithNotices } from './errors.ts';
import { buildGuesses } from './guesses.ts';
import { registerLandingLanguage } from './language.ts';
import { registerMemberRoutes } from './member-routes.ts';

const OWN = join(import.meta.dirname, 'static');
/** The mark is that of HQ's other pages. */
const MARK = join(import.meta.dirname, '../pages/static');
const FILES = ['/landing.css', '/mark.svg'];

/** Needs @fastify/rate-limit. */
export async function registerLanding(app: FastifyInstance, parts: HqParts): Promise<void> {
  await app.register(async (landing) => {
    await landing.register(fastifyStatic, {
      root: [OWN, MARK],
      prefix: '/landing/',
      allowedPath: (path) => FILES.includes(path),
      maxAge: '1h',
      decorateReply: false,
    });
    await landing.register(async (pages) => {
      await pages.register(fastifyCookie);
      // Forms, and nothing else.
      pages.removeAllContentTypeParsers();
      await pages.register(fastifyFormbody);
      // They are no part of the API document.
      pages.addHook('onRoute', (route) => {
        route.schema ??= { hide: true };
      });
      answerWithNotices(pages);
      registerLandingLanguage(pages);
      const guesses = buildGuesses(pages);
      registerCodeRoutes(pages, parts, guesses);
      registerMemberRoutes(pages, parts, guesses);
      registerConsentPages(pages, parts);
    });
  });
}
