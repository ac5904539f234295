/** `/credit/<mirror>/<claim>`: one claim with its whole history, and for role hq the form that corrects it. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { operatorIn, requireOperator } from '../../accounts/guard.ts';
import { scopeOf } from '../../accounts/scope.ts';
import { correctCredit } from '../../credit/correct.ts';
import { type CreditEntry, claimHistory } from '../../credit/read.ts';
import { picksFor } from '../../funnel/picks.ts';
import { Problem } from '../../http/problem.ts';
import type { HqDatabase } from '../../storage/schema.ts';
import type { Html } from '../html.ts';
import { said, sendPage } from '../layout.ts';
import { namesOf } from '../names.ts';
import type { PagesOptions } from '../pages.ts';
import { refusalOf } from '../sentences.ts';
import { type ClaimShown, claimPage } from './claim-page.ts';
import { SOME_MIRROR } from './entries.ts';

interface Params {
  Params: { mirror: string; claim: string };
}
type Asking = FastifyRequest<Params>;

const query = z.object({ store: z.string().max(64).optional().catch(undefined) });
const form = z.object({
  store: z.string().min(1).max(64),
  ba: z.string().max(64),
  reason: z.string().max(500),
});

const PATH = '/credit/:mirror/:claim';

export function registerClaim(app: FastifyInstance, options: PagesOptions): void {
  const { db } = options;
  const page = async (request: Asking, form: Partial<ClaimShown['form']> = {}, message?: Html) => {
    const history = await historyFor(db, request);
    const body = claimPage(request, await shownFor(db, request, history, form), message);
    return { title: request.words.say('claim.title'), body };
  };
  app.get<Params>(PATH, { onRequest: requireOperator() }, async (request, reply) => {
    const { store } = query.parse(request.query);
    return sendPage(request, reply, await page(request, store === undefined ? {} : { store }));
  });
  app.post<Params>(PATH, { onRequest: requireOperator('hq') }, async (request, reply) => {
    const { words } = request;
    const { mirror: mirrorId, claim: claimId } = request.params;
    await historyFor(db, request);
    try {
      const { store: storeId, ba, reason } = form.parse(request.body);
      const operatorId = operatorIn(request).id;
      await correctCredit(options, { mirrorId, claimId, storeId, ba: ba || null, reason, operatorId });
      return sendPage(request, reply, await page(request, {}, said(words.say('claim.corrected'))));
    } catch (error) {
      const again = form.partial().catch({}).parse(request.body);
      return sendPage(request, reply, {
        ...(await page(request, defined(again), refusalOf(words, error))),
        status: 422,
      });
    }
  });
}

const defined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** Throws `not-found` for a claim out of scope and for one that nobody has alike. */
async function historyFor(db: HqDatabase, request: Asking): Promise<CreditEntry[]> {
  const { mirror, claim } = request.params;
  const scope = scopeOf(operatorIn(request));
  const history = await claimHistory(db, scope, mirror === SOME_MIRROR ? null : mirror, claim);
  if (history.length === 0) throw new Problem('not-found', 'There is no such claim for you.');
  return history;
}

async function shownFor(
  db: HqDatabase,
  request: Asking,
  history: readonly CreditEntry[],
  typed: Partial<ClaimShown['form']>,
): Promise<ClaimShown> {
  const operator = operatorIn(request);
  const scope = scopeOf(operator);
  const newest = history.at(-1) as CreditEntry;
  const form = {
    store: newest.creditStoreId ?? newest.storeId ?? '',
    ba: newest.creditBa ?? '',
    reason: '',
    ...typed,
  };
  const [picks, ofStore, logins] = await Promise.all([
    picksFor(db, scope),
    picksFor(db, scope, form.store),
    operator.role === 'hq' ? loginsOf(db, history) : new Map<string, string>(),
  ]);
  return { history, names: namesOf(picks), stores: picks.stores, advisors: ofStore.advisors, logins, form };
}

async function loginsOf(db: HqDatabase, history: readonly CreditEntry[]): Promise<Map<string, string>> {
  const ids = history.flatMap(({ operatorId }) => operatorId ?? []);
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('operators')
    .select(['operator_id', 'login'])
    .where('operator_id', 'in', ids)
    .execute();
  return new Map(rows.map(({ operator_id, login }) => [operator_id, login]));
}
