/**
 * HQ for people: every page, form and file of the operators, in one part of the server that has its own cookies, forms and
 * error pages. Works without any script in the browser.
 */
import fastifyCookie from '@fastify/cookie';
import fastifyFormbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { registerAccounts } from '../accounts/guard.ts';
import { buildPasswords, type Passwords } from '../accounts/passwords.ts';
import type { HqParts } from '../server.ts';
import { registerAdvisors } from './advisors/routes.ts';
import { registerAssets } from './assets.ts';
import { registerContacts } from './contacts/routes.ts';
import { registerTiers } from './contacts/tiers-page.ts';
import { registerCounts } from './counts-page.ts';
import { registerCredit } from './credit/routes.ts';
import { registerDesk } from './desk/routes.ts';
import { answerWithPages } from './error-page.ts';
import { registerFleet } from './fleet/fleet-page.ts';
import { registerMirrorCodes } from './fleet/mirror-codes.ts';
import { registerMirror } from './fleet/mirror-page.ts';
import { registerFiles } from './forms.ts';
import { registerFunnel } from './funnel/routes.ts';
import { registerInboxPage } from './inbox-page.ts';
import { registerLanguage } from './language.ts';
import { registerOperators } from './operators-page.ts';
import { registerRegistry } from './registry-page.ts';
import { registerSignIn } from './sign-in-page.ts';
import { registerStart } from './start-page.ts';

export interface PagesOptions extends HqParts {
  passwords: Passwords;
}

export async function registerPages(app: FastifyInstance, parts: HqParts): Promise<void> {
  const all: PagesOptions = { ...parts, passwords: buildPasswords() };
  await app.register(async (pages) => {
    await pages.register(fastifyCookie);
    await pages.register(fastifyFormbody);
    registerFiles(pages);
    answerWithPages(pages);
    // Pages are no part of the API document; what has a schema of its own is.
    pages.addHook('onRoute', (route) => {
      route.schema ??= { hide: true };
    });
    await registerAssets(pages);
    await pages.register(async (shown) => {
      registerLanguage(shown);
      registerAccounts(shown, all);
      for (const register of ROUTES) register(shown, all);
    });
  });
}

const ROUTES = [
  registerSignIn,
  registerStart,
  registerFleet,
  registerMirror,
  registerMirrorCodes,
  registerFunnel,
  registerCredit,
  registerDesk,
  registerContacts,
  registerTiers,
  registerAdvisors,
  registerCounts,
  registerRegistry,
  registerInboxPage,
  registerOperators,
];
