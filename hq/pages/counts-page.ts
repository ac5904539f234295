/** `/counts`: a store's door and till counts by day, taken in whole from a CSV file or not at all. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseDayCounts } from '../../main/contract/day-counts.ts';
import { audit } from '../accounts/audit.ts';
import { operatorIn, requireOperator } from '../accounts/guard.ts';
import { scopeOf } from '../accounts/scope.ts';
import { requirePicks, type StorePick, visibleStores } from '../funnel/picks.ts';
import { upsertRows } from '../storage/insert-rows.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { type Html, html } from './html.ts';
import { csrfField, said, sendPage } from './layout.ts';
import type { PagesOptions } from './pages.ts';
import { refusalOf } from './sentences.ts';

const ROLES = ['hq', 'store'] as const;
const form = z.object({ store: z.string().min(1).max(64), file: z.string() });

export function registerCounts(app: FastifyInstance, { db, now }: PagesOptions): void {
  const page = async (request: FastifyRequest, message?: Html) => {
    const stores = await visibleStores(db, scopeOf(operatorIn(request)));
    return { title: request.words.say('nav.counts'), body: countsPage(request, stores, message) };
  };
  app.get('/counts', { onRequest: requireOperator(...ROLES) }, async (request, reply) =>
    sendPage(request, reply, await page(request)),
  );
  app.post('/counts', { onRequest: requireOperator(...ROLES) }, async (request, reply) => {
    const operator = operatorIn(request);
    const { words } = request;
    try {
      const { store, file } = form.parse(request.body);
      await requirePicks(db, scopeOf(operator), { store });
      const days = await importCounts(db, store, file);
      const detail = { store, days };
      await audit(db, { operatorId: operator.id, what: 'counts-imported', detail }, now());
      return sendPage(
        request,
        reply,
        await page(request, said(words.say('counts.taken', { count: words.number(days) }))),
      );
    } catch (error) {
      return sendPage(request, reply, { ...(await page(request, refusalOf(words, error))), status: 422 });
    }
  });
}

/** A day that is there already is replaced. @returns how many days */
async function importCounts(db: HqDatabase, store: string, text: string): Promise<number> {
  const rows = parseDayCounts(text).map(({ day, door, till }) => ({ store_id: store, day, door, till }));
  const types = { store_id: 'text', day: 'text', door: 'bigint', till: 'bigint' } as const;
  await upsertRows(db, 'day_counts', ['store_id', 'day'], types, rows);
  return rows.length;
}

function countsPage(request: FastifyRequest, stores: readonly StorePick[], message?: Html): Html {
  const { words } = request;
  return html`<h1>${words.say('nav.counts')}</h1>
<p class="lead">${words.say('counts.lead')}</p>
${message}
<form class="stack" method="post" action="/counts" enctype="multipart/form-data">${csrfField(request)}
<label>${words.say('pick.store')}<select name="store" required>${stores.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select></label>
<label>${words.say('counts.file')}<input type="file" name="file" accept=".csv,text/csv" required></label>
<div><button>${words.say('counts.import')}</button></div>
</form>
<section><h2>${words.say('counts.form')}</h2><p>${words.say('counts.formMeaning')}</p>
<pre>day,door,till
2026-11-21,340,96
2026-11-22,412,
</pre></section>`;
}
