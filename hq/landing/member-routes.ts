/**
 * `/me`: a member and her data. Whoever has the secret of her link is she, so it is in the address of all that is changed
 * here, and no page of anybody else can make her browser do it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { TOKEN_PATTERN } from '../../main/contract/tokens.ts';
import { deleteContact } from '../contacts/delete.ts';
import { findMember, type Member, setConsent } from '../contacts/member.ts';
import { Problem } from '../http/problem.ts';
import type { HqParts } from '../server.ts';
import { noticeBody, sendLanding, sendNotice } from './frame.ts';
import { type Guesses, limited } from './guesses.ts';
import { dropMemberSecret, memberSecretOf } from './member-cookie.ts';
import { consentOf, deletePage, memberPage } from './member-page.ts';
import { readLastCode } from './place.ts';
import { readHouse } from './showing.ts';

interface SecretRoute {
  Params: { secret: string };
  Querystring: { done?: unknown };
}

/** Membership is given at a mirror alone. */
const change = z.union([
  z.object({ purpose: z.literal('marketing'), give: z.enum(['yes', 'no']) }),
  z.object({ purpose: z.literal('membership'), give: z.literal('no') }),
]);

/** From the form of a code, which whoever it is goes on with. */
const leaving = z.object({ token: z.string().regex(TOKEN_PATTERN) });

export function registerMemberRoutes(app: FastifyInstance, parts: HqParts, guesses: Guesses): void {
  const { db } = parts;

  async function asMember(
    request: FastifyRequest,
    reply: FastifyReply,
    secret: string | null,
    act: (member: Member, secret: string) => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    if (secret === null) return sendNobody(request, reply);
    const member = await findMember(db, secret);
    if (member !== undefined) return act(member, secret);
    await guesses.count(request);
    return sendNobody(request, reply);
  }

  app.get('/me', limited(), (request, reply) =>
    asMember(request, reply, memberSecretOf(request), (...who) => sendMember(parts, request, reply, ...who)),
  );
  app.get<SecretRoute>('/me/:secret', limited(), (request, reply) =>
    asMember(request, reply, request.params.secret, (...who) => sendMember(parts, request, reply, ...who)),
  );
  app.post<SecretRoute>('/me/:secret/consent', limited(), (request, reply) =>
    asMember(request, reply, request.params.secret, async (member, secret) => {
      await changeConsent(parts, request, member);
      return reply.redirect(`/me/${secret}?done=1`, 303);
    }),
  );
  app.post<SecretRoute>('/me/:secret/leave', limited(), (request, reply) =>
    asMember(request, reply, request.params.secret, async () => {
      dropMemberSecret(request, reply);
      const next = leaving.safeParse(request.body);
      return next.success
        ? reply.redirect(`/t/${next.data.token}`, 303)
        : sendNotice(request, reply, 'left', {});
    }),
  );
  app.get<SecretRoute>('/me/:secret/delete', limited(), (request, reply) =>
    asMember(request, reply, request.params.secret, async (_member, secret) =>
      sendLanding(request, reply, deletePage(request.landing, secret)),
    ),
  );
  app.post<SecretRoute>('/me/:secret/delete', limited(), (request, reply) =>
    asMember(request, reply, request.params.secret, async ({ contactId }) => {
      await deleteContact(parts, contactId, { operatorId: null });
      dropMemberSecret(request, reply);
      return sendNotice(request, reply, 'deleted', {});
    }),
  );
}

async function sendMember(
  parts: HqParts,
  request: FastifyRequest,
  reply: FastifyReply,
  member: Member,
  secret: string,
): Promise<FastifyReply> {
  const { landing: words } = request;
  const code = await readLastCode(parts.db, member.contactId);
  const { brand, timeZone } = code
    ? await readHouse(parts, words, code)
    : { brand: undefined, timeZone: 'UTC' };
  const isDone = (request.query as SecretRoute['Querystring']).done !== undefined;
  const isKept = memberSecretOf(request) === secret;
  const page = memberPage({ words, member, secret, isKept, timeZone }, isDone);
  return sendLanding(request, reply, { ...page, brand });
}

/** What holds already is not written again. */
async function changeConsent(parts: HqParts, request: FastifyRequest, member: Member): Promise<void> {
  const asked = change.safeParse(request.body);
  if (!asked.success) throw new Problem('bad-request', 'The form could not be read: send it again.');
  const { purpose } = asked.data;
  const isGiven = asked.data.give === 'yes';
  if ((consentOf(member, purpose)?.isGiven === true) === isGiven) return;
  await setConsent(parts, member.contactId, purpose, isGiven, request.landing.locale);
}

function sendNobody(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { landing: words } = request;
  const title = words.say('me.unknownTitle');
  const body = noticeBody(title, words.say('me.unknownText'));
  return sendLanding(request, reply, { title, body, status: 404 });
}
