/**
 * Puts who is asking on each request of HQ's pages, by the session cookie, and lets nobody further than their role goes.
 * Every form carries a token that only a page of ours can know.
 */
import { timingSafeEqual } from 'node:crypto';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';
import type { HqDatabase } from '../storage/schema.ts';
import type { Operator, Role } from './operators.ts';
import { csrfOf, endSession, newToken, useSession } from './sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** null: nobody is signed in. */
    operator: Operator | null;
    /** What each form of the answer must carry as `csrf`. */
    csrf: string;
  }
}

interface AccountsOptions {
  db: HqDatabase;
  now(): number;
}

const SESSION_COOKIE = 'vermilion-hq-session';
/** Holds the token of the sign-in form, when there is no session yet. */
const VISITOR_COOKIE = 'vermilion-hq-visitor';
/** The one page for who must change the password. */
const PASSWORD_PATH = '/password';

/** Needs @fastify/cookie, and bodies as objects of text. */
export function registerAccounts(app: FastifyInstance, { db, now }: AccountsOptions): void {
  app.decorateRequest('operator', null);
  app.decorateRequest('csrf', '');
  app.addHook('onRequest', async (request, reply) => {
    const session = request.cookies[SESSION_COOKIE];
    const operator = session === undefined ? undefined : await useSession(db, session, now());
    request.operator = operator ?? null;
    request.csrf = csrfOf(operator && session ? session : visitorToken(request, reply));
  });
  app.addHook('preHandler', async (request) => {
    if (request.method !== 'POST') return;
    const { csrf } = (request.body ?? {}) as { csrf?: unknown };
    if (typeof csrf === 'string' && isSame(csrf, request.csrf)) return;
    throw new Problem('forbidden', 'This form is no longer valid: open the page again and repeat.');
  });
}

/** A hook of a route: lets operators of these roles pass, any of them when none is named. */
export function requireOperator(...roles: readonly Role[]) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { operator } = request;
    const path = pathOf(request);
    const isData = /\.(json|csv)$/.test(path);
    if (operator === null) {
      if (isData) throw new Problem('unauthorized', 'Sign in first.');
      const next = request.method === 'GET' ? `?next=${encodeURIComponent(request.url)}` : '';
      return reply.redirect(`/sign-in${next}`, 303);
    }
    if (operator.mustChange && path !== PASSWORD_PATH) {
      if (isData) throw new Problem('forbidden', 'Change the one-time password first.');
      return reply.redirect(PASSWORD_PATH, 303);
    }
    if (roles.length > 0 && !roles.includes(operator.role))
      throw new Problem('forbidden', 'Your account may not do this.');
  };
}

/** Who asks, behind `requireOperator`. */
export function operatorIn(request: FastifyRequest): Operator {
  if (request.operator === null) throw new Problem('unauthorized', 'Sign in first.');
  return request.operator;
}

export function giveSession(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(SESSION_COOKIE, token, cookieOptions(request));
}

export async function takeSession(
  { db }: AccountsOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const token = request.cookies[SESSION_COOKIE];
  if (token !== undefined) await endSession(db, token);
  reply.clearCookie(SESSION_COOKIE, cookieOptions(request));
}

export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] as string;

/** The browser forgets it when it is closed; HQ does at the latest after twelve hours. */
function cookieOptions(request: FastifyRequest): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' };
}

function visitorToken(request: FastifyRequest, reply: FastifyReply): string {
  const token = request.cookies[VISITOR_COOKIE] ?? newToken();
  if (request.cookies[VISITOR_COOKIE] === undefined)
    reply.setCookie(VISITOR_COOKIE, token, cookieOptions(request));
  return token;
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
