/** Signing in and out, and changing one's password. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../accounts/audit.ts';
import { giveSession, operatorIn, requireOperator, takeSession } from '../accounts/guard.ts';
import { changePassword } from '../accounts/operators.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../accounts/passwords.ts';
import { beginSession } from '../accounts/sessions.ts';
import { signIn } from '../accounts/sign-in.ts';
import { type Html, html } from './html.ts';
import { ownPath } from './language.ts';
import { csrfField, said, sendPage } from './layout.ts';
import type { PagesOptions } from './pages.ts';
import { sentenceOf } from './sentences.ts';

const TRIES_A_MINUTE = 10;
const credentials = z.object({ login: z.string().max(64), password: z.string().max(1000) });
const passwordForm = z.object({ present: z.string().max(1000), next: z.string().max(1000) });

export function registerSignIn(app: FastifyInstance, options: PagesOptions): void {
  const { db, now, passwords } = options;
  app.get<{ Querystring: { next?: string } }>('/sign-in', (request, reply) =>
    sendPage(request, reply, signInPage(request, request.query.next)),
  );
  app.post<{ Body: { next?: string } }>(
    '/sign-in',
    { config: { rateLimit: { max: TRIES_A_MINUTE, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const { login, password } = credentials.catch({ login: '', password: '' }).parse(request.body);
      const result = await signIn(db, passwords, { login: login.trim().toLowerCase(), password }, now());
      if (!result.isIn) {
        await audit(db, { operatorId: result.operatorId, what: 'sign-in-failed' }, now());
        return sendPage(request, reply, { ...signInPage(request, request.body.next, true), status: 401 });
      }
      const { operator } = result;
      giveSession(request, reply, await beginSession(db, operator.id, now()));
      await audit(db, { operatorId: operator.id, what: 'signed-in' }, now());
      return reply.redirect(operator.mustChange ? '/password' : ownPath(request.body.next), 303);
    },
  );
  app.post('/sign-out', async (request, reply) => {
    await takeSession(options, request, reply);
    if (request.operator !== null)
      await audit(db, { operatorId: request.operator.id, what: 'signed-out' }, now());
    return reply.redirect('/sign-in', 303);
  });
  registerPassword(app, options);
}

function registerPassword(app: FastifyInstance, { db, now, passwords }: PagesOptions): void {
  app.get('/password', { onRequest: requireOperator() }, (request, reply) =>
    sendPage(request, reply, passwordPage(request)),
  );
  app.post(
    '/password',
    { onRequest: requireOperator(), config: { rateLimit: { max: TRIES_A_MINUTE, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const operator = operatorIn(request);
      try {
        await changePassword(db, passwords, operator, passwordForm.parse(request.body));
      } catch (error) {
        const sentence = sentenceOf(request.words, error);
        return sendPage(request, reply, { ...passwordPage(request, sentence), status: 422 });
      }
      await audit(db, { operatorId: operator.id, what: 'password-changed' }, now());
      giveSession(request, reply, await beginSession(db, operator.id, now()));
      return reply.redirect('/', 303);
    },
  );
}

function signInPage(request: FastifyRequest, next: string | undefined, isRefused = false) {
  const { words } = request;
  const title = words.say('signIn.title');
  const body = html`<div class="door">
<h1>${title}</h1>
<p class="lead">${words.say('signIn.lead')}</p>
${isRefused && said(words.say('signIn.refused'), true)}
<form class="stack" method="post" action="/sign-in">
${csrfField(request)}<input type="hidden" name="next" value="${ownPath(next)}">
<label>${words.say('signIn.login')}<input name="login" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="64"></label>
<label>${words.say('signIn.password')}<input name="password" type="password" autocomplete="current-password" required></label>
<div><button>${words.say('signIn.enter')}</button></div>
</form></div>`;
  return { title, body };
}

function passwordPage(request: FastifyRequest, fault?: string): { title: string; body: Html } {
  const { words } = request;
  const title = words.say('password.title');
  const { login, mustChange: isFirst } = operatorIn(request);
  const field = (name: string, label: string, kind: string) =>
    html`<label>${label}<input name="${name}" type="password" autocomplete="${kind}" required maxlength="${LONGEST_PASSWORD}"></label>`;
  const body = html`<div class="door">
<h1>${title}</h1>
<p class="lead">${words.say(isFirst ? 'password.first' : 'password.lead', { shortest: SHORTEST_PASSWORD })}</p>
${fault !== undefined && said(fault, true)}
<form class="stack" method="post" action="/password">
${csrfField(request)}<input autocomplete="username" value="${login}" hidden readonly>
${field('present', words.say(isFirst ? 'password.oneTime' : 'password.present'), 'current-password')}
${field('next', words.say('password.next', { shortest: SHORTEST_PASSWORD }), 'new-password')}
<div><button>${words.say('password.change')}</button></div>
</form></div>`;
  return { title, body };
}
