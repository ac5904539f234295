/** `POST /t/<token>/join`: what she wrote is checked, she joins, and her browser gets the secret of her own link. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Joined, join } from '../contacts/join.ts';
import { Problem } from '../http/problem.ts';
import type { HqParts } from '../server.ts';
import type { HqSettings } from '../settings/hq-settings.ts';
import { addressOf, answerSight } from './answer-sight.ts';
import type { Guesses } from './guesses.ts';
import { EMPTY_FIELDS, type Fault, faultsOf, type JoinFields, joinFields } from './join-form.ts';
import { keepMemberSecret, memberSecretOf } from './member-cookie.ts';
import { type Sight, seeCodeOf } from './sight.ts';

type Refusal = Exclude<Joined['outcome'], 'joined'>;

const MISSING: Record<HqSettings['membership']['ask'], Fault> = {
  nickname: 'name-missing',
  phone: 'phone-missing',
  either: 'either-missing',
};

export async function takeJoin(
  parts: HqParts,
  guesses: Guesses,
  request: FastifyRequest<{ Params: { token: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const fields = readFields(request.body);
  const asked = { token: request.params.token, ticket: fields.c ?? null };
  const sight = await seeCodeOf(parts, guesses, request, asked);
  if (sight.kind === 'used' || sight.kind === 'expired')
    return answerSight(parts, request, reply, { sight, fields, faults: [] });
  if (sight.kind === 'own') return reply.redirect(addressOf(sight), 303);
  const faults = faultsOf(fields, parts.settings.membership, !sight.person?.hasJoined);
  if (faults.length > 0) return answerSight(parts, request, reply, { sight, fields, faults });
  const joined = await joinWith(parts, request, sight, fields);
  return joined.outcome === 'joined'
    ? welcome(parts, request, reply, sight, joined)
    : turnDown(parts, request, reply, sight, fields, joined.outcome);
}

function readFields(body: unknown): JoinFields {
  const parsed = joinFields.safeParse(body ?? {});
  if (!parsed.success) throw new Problem('bad-request', 'The form could not be read: send it again.');
  return parsed.data;
}

/** What the form did not ask for is not taken either. */
function joinWith(
  parts: HqParts,
  request: FastifyRequest,
  { code, ticket }: Sight,
  { nickname, phone, marketing }: JoinFields,
): Promise<Joined> {
  const { ask } = parts.settings.membership;
  return join(parts, {
    token: code.token,
    source: 'link',
    nickname: ask === 'phone' ? null : nickname.trim() || null,
    phone: ask === 'nickname' ? null : phone.trim() || null,
    locale: request.landing.locale,
    marketing: marketing === 'on',
    secret: memberSecretOf(request),
    ticket,
  });
}

/** Who gave a number that HQ knows has not proven that it is hers: she is thanked here, because the code's page is not hers to open. */
function welcome(
  parts: HqParts,
  request: FastifyRequest,
  reply: FastifyReply,
  sight: Sight,
  { contactId, manageSecret }: Extract<Joined, { outcome: 'joined' }>,
): FastifyReply | Promise<FastifyReply> {
  if (manageSecret !== undefined) keepMemberSecret(request, reply, manageSecret);
  if (manageSecret !== undefined || sight.person?.contactId === contactId)
    return reply.redirect(addressOf(sight), 303);
  const own: Sight = { ...sight, kind: 'own', person: null };
  return answerSight(parts, request, reply, { sight: own, fields: EMPTY_FIELDS, faults: [] });
}

/** Somebody was quicker, or HQ found what the form alone does not tell. */
function turnDown(
  parts: HqParts,
  request: FastifyRequest,
  reply: FastifyReply,
  sight: Sight,
  fields: JoinFields,
  outcome: Refusal,
): Promise<FastifyReply> {
  switch (outcome) {
    case 'refused':
      throw new Problem('not-found', 'No mirror of this HQ has shown such a code.');
    case 'already-taken':
      return answerSight(parts, request, reply, { sight: { ...sight, kind: 'used' }, fields, faults: [] });
    case 'expired':
      return answerSight(parts, request, reply, { sight: { ...sight, kind: 'expired' }, fields, faults: [] });
    case 'phone-invalid':
      return answerSight(parts, request, reply, { sight, fields, faults: ['phone-invalid'] });
    case 'name-missing': {
      const faults = [MISSING[parts.settings.membership.ask]];
      return answerSight(parts, request, reply, { sight, fields, faults });
    }
  }
}
