/** `/registry`: what the registry holds, and a CSV file that adds to it, taken in whole or not at all. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../accounts/audit.ts';
import { operatorIn, requireOperator } from '../accounts/guard.ts';
import { importRegistry } from '../registry/import.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { type Html, html } from './html.ts';
import { csrfField, said, sendPage } from './layout.ts';
import type { PagesOptions } from './pages.ts';
import { refusalOf } from './sentences.ts';

const form = z.object({ file: z.string() });
const KINDS = ['brand', 'dealer', 'store', 'mirror', 'advisor'] as const;

export function registerRegistry(app: FastifyInstance, { db, now }: PagesOptions): void {
  const page = async (request: FastifyRequest, message?: Html) => {
    const body = registryPage(request, await holdings(db), message);
    return { title: request.words.say('nav.registry'), body };
  };
  app.get('/registry', { onRequest: requireOperator('hq') }, async (request, reply) =>
    sendPage(request, reply, await page(request)),
  );
  app.post('/registry', { onRequest: requireOperator('hq') }, async (request, reply) => {
    const { words } = request;
    try {
      const summary = await importRegistry(db, form.parse(request.body).file, now());
      const { id } = operatorIn(request);
      await audit(db, { operatorId: id, what: 'registry-imported', detail: summary }, now());
      const lines = KINDS.map((kind) => `${words.say(`registry.${kind}`)} ${words.number(summary[kind])}`);
      const message = said(words.say('registry.taken', { lines: lines.join(' · ') }));
      return sendPage(request, reply, await page(request, message));
    } catch (error) {
      return sendPage(request, reply, { ...(await page(request, refusalOf(words, error))), status: 422 });
    }
  });
}

type Holdings = Record<(typeof KINDS)[number], number>;

async function holdings(db: HqDatabase): Promise<Holdings> {
  const { rows } = await sql<Holdings>`
    SELECT (SELECT count(*) FROM brands) AS brand, (SELECT count(*) FROM dealers) AS dealer,
      (SELECT count(*) FROM stores) AS store, (SELECT count(*) FROM mirrors) AS mirror,
      (SELECT count(DISTINCT ba_id) FROM advisors) AS advisor`.execute(db);
  return rows[0] as Holdings;
}

function registryPage(request: FastifyRequest, counts: Holdings, message?: Html): Html {
  const { words } = request;
  return html`<h1>${words.say('nav.registry')}</h1>
<p class="lead">${words.say('registry.lead')}</p>
${message}
<p class="tally">${KINDS.map((kind) => html`<span><b>${words.number(counts[kind])}</b>${words.say(`registry.${kind}`)}</span>`)}</p>
<form class="stack" method="post" action="/registry" enctype="multipart/form-data">${csrfField(request)}
<label>${words.say('registry.file')}<input type="file" name="file" accept=".csv,text/csv" required></label>
<div><button>${words.say('registry.import')}</button></div>
</form>
<section><h2>${words.say('registry.form')}</h2><p>${words.say('registry.formMeaning')}</p>
<div class="sheet" tabindex="0" role="region" aria-label="${words.say('registry.form')}"><pre>kind,id,name,brand,dealer,store,timeZone,from,to,contacts
brand,rouge,Rouge,,,,,,
dealer,east,East China,rouge,,,,,
store,nanjing-road,Nanjing Road,,east,,Asia/Shanghai,2026-01-01,
mirror,nanjing-road-1,Counter left,,,nanjing-road,,2026-01-01,
advisor,ba-017,Advisor 17,,,nanjing-road,,2026-03-01,,phone:+8613800138000 wecom:woAJ2GCAAAXtWyujaWJHDDGi0mAAAA
</pre></div></section>`;
}
