/** `/desk`: where a phone does not scan, staff type the eight signs, and she joins at the counter. For role store alone. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../accounts/audit.ts';
import { operatorIn, requireOperator } from '../../accounts/guard.ts';
import { scopeOf } from '../../accounts/scope.ts';
import type { KnownCode } from '../../claims/codes.ts';
import { type Joined, join } from '../../contacts/join.ts';
import { readCatalogue } from '../funnel/catalogue.ts';
import type { Html } from '../html.ts';
import { said, sendPage } from '../layout.ts';
import type { PagesOptions } from '../pages.ts';
import type { Phrase } from '../words.ts';
import { deskPage, type Typed } from './desk-page.ts';
import { type Found, findCode, sameCode } from './find-code.ts';
import { buildWrongCodes } from './wrong-codes.ts';

const lookUpForm = z.object({ human: z.string().max(64).catch('') });
/** A tick is `on`, and nothing when it was not set. */
const joinForm = z.object({
  token: z.string().max(64).catch(''),
  nickname: z.string().max(80).optional().catch(undefined),
  phone: z.string().max(64).optional().catch(undefined),
  membership: z.literal('on').optional().catch(undefined),
  marketing: z.literal('on').optional().catch(undefined),
});

const OUTCOMES: Record<Exclude<Joined['outcome'], 'joined'>, Phrase> = {
  refused: 'desk.refused',
  expired: 'desk.expired',
  'already-taken': 'desk.taken',
  'phone-invalid': 'desk.phoneInvalid',
  'name-missing': 'desk.nameMissing',
};
/** She may correct what she typed. */
const MENDABLE: readonly Joined['outcome'][] = ['phone-invalid', 'name-missing'];

export function registerDesk(app: FastifyInstance, options: PagesOptions): void {
  const { db, now } = options;
  const guard = { onRequest: requireOperator('store') };
  const wrong = buildWrongCodes(app);
  const desk = deskOf(options);

  app.get('/desk', guard, async (request, reply) => desk.plain(request, reply));
  app.post('/desk', guard, async (request, reply) => {
    const { human } = lookUpForm.parse(request.body);
    if (await wrong.areTooMany(request)) return desk.refuse(request, reply, 'desk.tooMany', 429);
    const found = await findCode(db, human, storeOf(request), now());
    const detail = { found: found.kind };
    await audit(db, { operatorId: operatorIn(request).id, what: 'code-looked-up', detail }, now());
    await wrong.note(request, found.kind);
    return desk.answer(request, reply, found, human);
  });
  app.post('/desk/join', guard, async (request, reply) => {
    const { token, membership, marketing, ...typed } = joinForm.parse(request.body);
    const found = await sameCode(db, token, storeOf(request), now());
    if (found.kind !== 'code') return desk.answer(request, reply, found);
    if (membership === undefined) return desk.again(request, reply, 'desk.notTicked', found.code, typed);
    const joined = await join(options, {
      ...{ token, source: 'desk', locale: request.words.locale, marketing: marketing === 'on' },
      ...{ nickname: typed.nickname ?? null, phone: typed.phone ?? null, secret: null, ticket: null },
    });
    const { outcome } = joined;
    await audit(
      db,
      { operatorId: operatorIn(request).id, what: 'joined-at-desk', detail: { outcome } },
      now(),
    );
    if (outcome === 'joined') return desk.plain(request, reply, 'desk.joined');
    return MENDABLE.includes(outcome)
      ? desk.again(request, reply, OUTCOMES[outcome], found.code, typed)
      : desk.refuse(request, reply, OUTCOMES[outcome]);
  });
}

/** The database holds role store to a store; without one nothing is found. */
const storeOf = (request: FastifyRequest): string => operatorIn(request).scopeId ?? '';

/** The counter's answers. */
function deskOf({ db, now, settings }: PagesOptions) {
  const send = (request: FastifyRequest, reply: FastifyReply, body: Html, status = 200) =>
    sendPage(request, reply, { title: request.words.say('nav.desk'), body, status });
  const code = async (request: FastifyRequest, code: KnownCode, typed: Typed = {}) => {
    const catalogue = await readCatalogue(db, scopeOf(operatorIn(request)));
    return { code, catalogue, settings, nowMs: now(), typed };
  };
  const refuse = (request: FastifyRequest, reply: FastifyReply, why: Phrase, status = 422, human = '') =>
    send(request, reply, deskPage(request, said(request.words.say(why), true), human), status);
  return {
    refuse,
    plain: (request: FastifyRequest, reply: FastifyReply, done?: Phrase) =>
      send(request, reply, deskPage(request, done && said(request.words.say(done)))),
    async answer(request: FastifyRequest, reply: FastifyReply, found: Found, human = '') {
      if (found.kind !== 'code') return refuse(request, reply, `desk.${found.kind}`, 422, human);
      return send(request, reply, deskPage(request, undefined, human, await code(request, found.code)));
    },
    /** What she typed is kept, what she ticked is not. */
    async again(request: FastifyRequest, reply: FastifyReply, why: Phrase, known: KnownCode, typed: Typed) {
      const shown = await code(request, known, typed);
      return send(request, reply, deskPage(request, said(request.words.say(why), true), '', shown), 422);
    },
  };
}
