/** `/`: what an operator comes for, by role: today's figures of its stores, and the mirrors that need somebody. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { operatorIn, requireOperator } from '../accounts/guard.ts';
import { picksFor } from '../funnel/picks.ts';
import { queryFunnel } from '../funnel/query.ts';
import { stateOf, storeLine } from './fleet/cells.ts';
import { fleetOf } from './fleet/fleet-rows.ts';
import { byUrgency, verdictOf } from './fleet/verdict.ts';
import { meaningOf, nameOf, written } from './funnel/figures.ts';
import { readRequest } from './funnel/request.ts';
import { type Html, html } from './html.ts';
import { roleName, sendPage } from './layout.ts';
import type { PagesOptions } from './pages.ts';

const FIGURES = ['visits', 'tryons', 'joins', 'shadesPerMinute'] as const;
const MOST_MIRRORS = 6;

export function registerStart(app: FastifyInstance, options: PagesOptions): void {
  app.get('/', { onRequest: requireOperator() }, async (request, reply) =>
    sendPage(request, reply, {
      title: request.words.say('nav.start'),
      body: await startPage(request, options),
    }),
  );
}

async function startPage(request: FastifyRequest, { db, now }: PagesOptions): Promise<Html> {
  const { words } = request;
  const operator = operatorIn(request);
  const nowMs = now();
  const { asked, today } = await readRequest(db, operator, {}, nowMs);
  const [report, mirrors, { dealers, stores }] = await Promise.all([
    queryFunnel(db, asked),
    fleetOf(db, asked.scope, nowMs),
    picksFor(db, asked.scope),
  ]);
  const whose = [...dealers, ...stores].find(({ id }) => id === operator.scopeId);
  const judged = mirrors
    .map((mirror) => ({ mirror, verdict: verdictOf(mirror, nowMs) }))
    .filter(({ verdict }) => verdict.level !== 'good')
    .sort(byUrgency);
  return html`<h1>${words.day(today)}</h1>
<p class="lead">${roleName(words, operator.role)}${whose && ` · ${whose.name}`}</p>
<section><h2><a href="/funnel">${words.say('nav.funnel')}</a></h2>
<div class="rates">${FIGURES.map(
    (figure) => html`<div><h3>${nameOf(words, figure)}</h3>
<div class="${report.total[figure] === null ? 'unmeasured' : 'figure'}">${written(words, figure, report.total[figure])}</div>
<p>${meaningOf(words, figure)}</p>
<span class="than"><span class="soft">${words.say('funnel.dayBefore')}</span> ${written(words, figure, report.before[figure])}</span></div>`,
  )}</div></section>
<section><h2><a href="/fleet">${words.say('nav.fleet')}</a></h2>
${mirrors.length === 0 && html`<p>${words.say(operator.role === 'hq' ? 'start.noMirrors' : 'fleet.none')}${operator.role === 'hq' && html` <a href="/registry">${words.say('nav.registry')}</a>`}</p>`}
${mirrors.length > 0 && html`<p>${words.say(judged.length === 0 ? 'start.allWell' : 'start.someNot', { count: judged.length, all: mirrors.length })}</p>`}
<dl class="facts">${judged.slice(0, MOST_MIRRORS).map(({ mirror, verdict }) => html`<div><dt><a href="/fleet/${mirror.id}">${mirror.name}</a> · ${storeLine(words, mirror)}</dt><dd>${stateOf(words, verdict)}</dd></div>`)}</dl></section>`;
}
