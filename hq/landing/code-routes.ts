/**
 * `/t/<token>`, where a scanned code leads: what she may see of it, and the form by which she joins. A page alone notes
 * nothing; only a browser that shows it fetches `seen.svg`, so that those who look links over for others do not count.
 */
import type { FastifyInstance } from 'fastify';
import { TOKEN_PATTERN, TOKEN_WITHIN } from '../../main/contract/tokens.ts';
import { noteOpened } from '../claims/codes.ts';
import { Problem } from '../http/problem.ts';
import type { HqParts } from '../server.ts';
import { answerSight } from './answer-sight.ts';
import { type Guesses, limited } from './guesses.ts';
import { EMPTY_FIELDS } from './join-form.ts';
import { readAdvisor } from './place.ts';
import { type Asked, seeCodeOf } from './sight.ts';
import { takeJoin } from './take-join.ts';

interface TokenRoute {
  Params: { token: string };
  Querystring: { c?: unknown };
}

/** With one code from one address. */
const JOINS_A_MINUTE = 30;
const SEEN = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';
/** How base64 of a JPEG begins; else it is a PNG. */
const JPEG = '/9j/';

export function registerCodeRoutes(app: FastifyInstance, parts: HqParts, guesses: Guesses): void {
  const { db, now } = parts;
  app.get<{ Querystring: Record<string, unknown> }>('/t', (request, reply) => {
    const token = tokenIn(request.query);
    if (token === undefined) throw new Problem('not-found', 'The address names no code.');
    return reply.redirect(`/t/${token}`, 303);
  });
  app.get<TokenRoute>('/t/:token', limited(), async (request, reply) => {
    const sight = await seeCodeOf(parts, guesses, request, askedIn(request));
    return answerSight(parts, request, reply, { sight, fields: EMPTY_FIELDS, faults: [] });
  });
  app.get<TokenRoute>('/t/:token/seen.svg', limited(), async (request, reply) => {
    const { kind, code } = await seeCodeOf(parts, guesses, request, askedIn(request));
    if (kind === 'open' || kind === 'pending') await noteOpened(db, code, now());
    return reply.type('image/svg+xml').send(SEEN);
  });
  app.get<TokenRoute>('/t/:token/advisor', limited(), async (request, reply) => {
    const { kind, code } = await seeCodeOf(parts, guesses, request, askedIn(request));
    const isHers = kind === 'open' || kind === 'own';
    const photo = isHers ? (await readAdvisor(db, code, now()))?.photo : null;
    if (photo == null) throw new Problem('not-found', 'There is no photo.');
    return reply.type(photo.startsWith(JPEG) ? 'image/jpeg' : 'image/png').send(Buffer.from(photo, 'base64'));
  });
  app.post<TokenRoute>('/t/:token/join', limited(JOINS_A_MINUTE), (request, reply) =>
    takeJoin(parts, guesses, request, reply),
  );
}

/** `?t=<token>`, or as LINE carries the same through its own page: `?liff.state=%3Ft%3D<token>`. */
function tokenIn({ t, 'liff.state': state }: Record<string, unknown>): string | undefined {
  if (typeof t === 'string' && TOKEN_PATTERN.test(t)) return t;
  return typeof state === 'string' ? TOKEN_WITHIN.exec(state)?.[0] : undefined;
}

const askedIn = ({
  params,
  query,
}: {
  params: TokenRoute['Params'];
  query: TokenRoute['Querystring'];
}): Asked => ({
  token: params.token,
  ticket: typeof query.c === 'string' ? query.c : null,
});
