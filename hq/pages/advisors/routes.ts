/** `/advisors`: what advisors show of themselves beside the code. What is saved goes to the store's mirrors in the same transaction. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AdvisorCard } from '../../../main/contract/code-view.ts';
import { CodedError } from '../../../main/contract/coded-error.ts';
import { LOCALES } from '../../../main/contract/locales.ts';
import { audit } from '../../accounts/audit.ts';
import { operatorIn, requireOperator } from '../../accounts/guard.ts';
import { scopeOf } from '../../accounts/scope.ts';
import { cardsOf, type LineErrorCode, LONGEST_LINE, saveCard, sendCards } from '../../advisors/cards.ts';
import { MAX_PHOTO_BYTES, portraitOf } from '../../advisors/photo.ts';
import { visibleStores } from '../../funnel/picks.ts';
import { Problem } from '../../http/problem.ts';
import type { Html } from '../html.ts';
import { said, sendPage } from '../layout.ts';
import type { PagesOptions } from '../pages.ts';
import { refusalOf } from '../sentences.ts';
import { advisorsPage } from './advisors-page.ts';

interface Params {
  Params: { store: string; ba: string };
}

const query = z.object({ store: z.string().max(64).optional().catch(undefined) });
const text = z.string().trim().default('');
const form = z.object({
  'line-zh-CN': text,
  'line-en': text,
  /** Without a chosen file a browser sends an empty one. */
  photo: z.instanceof(Buffer).or(z.literal('')).default(''),
  remove: z.literal('on').optional(),
});

/** A photo a little larger than allowed is told so; what is far larger is refused unread. */
const MAX_BODY_BYTES = MAX_PHOTO_BYTES + 1024 * 1024;

export function registerAdvisors(app: FastifyInstance, options: PagesOptions): void {
  const { db, now } = options;
  const guard = { onRequest: requireOperator('hq', 'store') };
  app.get('/advisors', guard, async (request, reply) =>
    sendPage(request, reply, await page(options, request, query.parse(request.query).store)),
  );
  app.get<Params>('/advisors/:store/:ba/photo', guard, async (request, reply) => {
    const { photo } = await cardFor(options, request);
    if (photo === null) throw new Problem('not-found', 'There is no photo.');
    return reply.type('image/jpeg').send(Buffer.from(photo, 'base64'));
  });
  const upload = { ...guard, bodyLimit: MAX_BODY_BYTES, config: { pictureField: 'photo' } };
  app.post<Params>('/advisors/:store/:ba', upload, async (request, reply) => {
    const { store: storeId, ba } = request.params;
    const { words } = request;
    await cardFor(options, request);
    try {
      const card = await readCard(request.body);
      const count = await db.transaction().execute(async (tx) => {
        await saveCard(tx, { storeId, ba }, card);
        const detail = { store: storeId, ba };
        await audit(tx, { operatorId: operatorIn(request).id, what: 'card-changed', detail }, now());
        return sendCards(tx, storeId, now());
      });
      const message = said(words.say('advisors.saved', { count: words.number(count) }));
      return sendPage(request, reply, await page(options, request, storeId, message));
    } catch (error) {
      const refused = await page(options, request, storeId, refusalOf(words, error));
      return sendPage(request, reply, { ...refused, status: 422 });
    }
  });
}

/** Throws `line-long`, or CodedError<PhotoErrorCode>. A line that is empty is none. */
async function readCard(body: unknown) {
  const { photo, remove, ...lines } = form.parse(body);
  const line = Object.fromEntries(
    LOCALES.map((locale) => [locale, lines[`line-${locale}`]] as const).filter(([, each]) => each !== ''),
  );
  if (Object.values(line).some((each) => each.length > LONGEST_LINE))
    throw new CodedError<LineErrorCode>('line-long', `A line has ${LONGEST_LINE} characters at the most.`);
  if (photo !== '' && photo.length > 0) return { line, photo: (await portraitOf(photo)).toString('base64') };
  return { line, photo: remove === 'on' ? null : undefined };
}

/** Throws `not-found` for an advisor out of the operator's scope and for one that nobody is alike. */
async function cardFor({ db, now }: PagesOptions, request: FastifyRequest): Promise<AdvisorCard> {
  const { store, ba } = request.params as Params['Params'];
  const [seen] = await visibleStores(db, scopeOf(operatorIn(request)), { store });
  const card = seen && (await cardsOf(db, store, now())).find(({ id }) => id === ba);
  if (card === undefined) throw new Problem('not-found', 'There is no such advisor for you.');
  return card;
}

/** @param storeId the first one when left out */
async function page(
  { db, now }: PagesOptions,
  request: FastifyRequest,
  storeId: string | undefined,
  message?: Html,
) {
  const stores = await visibleStores(db, scopeOf(operatorIn(request)));
  const store = storeId === undefined ? stores[0] : stores.find(({ id }) => id === storeId);
  if (storeId !== undefined && store === undefined)
    throw new Problem('not-found', 'There is no such store for you.');
  const cards = store === undefined ? [] : await cardsOf(db, store.id, now());
  const body = advisorsPage(request, { stores, store, cards }, message);
  return { title: request.words.say('nav.advisors'), body };
}
