/** `/fleet`: every mirror in scope, worst first, with what is wrong in words. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { operatorIn, requireOperator } from '../../accounts/guard.ts';
import { scopeOf } from '../../accounts/scope.ts';
import { type Html, html } from '../html.ts';
import { sendPage } from '../layout.ts';
import type { PagesOptions } from '../pages.ts';
import type { Words } from '../words.ts';
import { cameraCell, clockCell, gapsCell, momentCell, queueCell, stateOf, storeLine } from './cells.ts';
import { type FleetMirror, fleetOf } from './fleet-rows.ts';
import { byUrgency, LEVELS, type Level, type Verdict, verdictOf } from './verdict.ts';

const PAGE_SIZE = 100;

const querySchema = z.object({
  state: z.enum(LEVELS).optional().catch(undefined),
  q: z.string().trim().max(64).catch(''),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
});

type Query = z.infer<typeof querySchema>;
interface Judged {
  mirror: FleetMirror;
  verdict: Verdict;
}

export function registerFleet(app: FastifyInstance, { db, now }: PagesOptions): void {
  app.get('/fleet', { onRequest: requireOperator() }, async (request, reply) => {
    const query = querySchema.parse(request.query);
    const nowMs = now();
    const mirrors = await fleetOf(db, scopeOf(operatorIn(request)), nowMs);
    const judged = mirrors.map((mirror) => ({ mirror, verdict: verdictOf(mirror, nowMs) }));
    const body = fleetPage(request, judged.sort(byUrgency), query, nowMs);
    return sendPage(request, reply, { title: request.words.say('nav.fleet'), body });
  });
}

function fleetPage({ words }: FastifyRequest, all: Judged[], query: Query, nowMs: number): Html {
  const found = all.filter((each) => isFound(each, query));
  const first = (query.page - 1) * PAGE_SIZE;
  const shown = found.slice(first, first + PAGE_SIZE);
  return html`<h1>${words.say('nav.fleet')}</h1>
<p class="lead">${words.say('fleet.lead')}</p>
${tally(words, all, query)}
<form class="fields" method="get" action="/fleet">
<label>${words.say('fleet.search')}<input type="search" name="q" value="${query.q}" maxlength="64"></label>
${query.state && html`<input type="hidden" name="state" value="${query.state}">`}
<div><button>${words.say('fleet.find')}</button></div>
</form>
<section aria-label="${words.say('nav.fleet')}">
${shown.length === 0 ? html`<p>${words.say('fleet.none')}</p>` : fleetTable(words, shown, nowMs)}
${pages(words, query, found.length)}
</section>`;
}

function isFound({ mirror, verdict }: Judged, { state, q }: Query): boolean {
  if (state !== undefined && verdict.level !== state) return false;
  const { id, name, store } = mirror;
  const text = [id, name, store?.id, store?.name].join('\n').toLowerCase();
  return text.includes(q.toLowerCase());
}

function address({ state, q, page }: Partial<Query>): string {
  const query = new URLSearchParams();
  if (state) query.set('state', state);
  if (q) query.set('q', q);
  if (page && page > 1) query.set('page', String(page));
  return query.size === 0 ? '/fleet' : `/fleet?${query}`;
}

/** How many are how; each leads to those alone. */
function tally(words: Words, all: readonly Judged[], { state, q }: Query): Html {
  const count = (level: Level) => all.filter(({ verdict }) => verdict.level === level).length;
  const link = (level: Level | undefined, figure: number, name: string) =>
    html`<a href="${address({ state: level, q })}"${level === state && html` aria-current="true"`}><b>${words.number(figure)}</b>${name}</a>`;
  return html`<p class="tally">
${link(undefined, all.length, words.say('fleet.all'))}
${LEVELS.map((level) => link(level, count(level), words.say(`level.${level}`)))}</p>`;
}

function fleetTable(words: Words, judged: readonly Judged[], nowMs: number): Html {
  const heads = ['mirror', 'state', 'seen', 'camera', 'queue', 'gaps', 'clock', 'version'] as const;
  return html`<div class="sheet"><table class="cards">
<caption class="heard">${words.say('fleet.lead')}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${words.say(`fleet.${head}`)}</th>`)}</tr></thead>
<tbody>${judged.map((each) => fleetRow(words, each, nowMs))}</tbody></table></div>`;
}

function fleetRow(words: Words, { mirror, verdict }: Judged, nowMs: number): Html {
  const cell = (head: 'state' | 'seen' | 'camera' | 'queue' | 'gaps' | 'clock' | 'version', content: Html) =>
    html`<td data-head="${words.say(`fleet.${head}`)}"><div>${content}</div></td>`;
  return html`<tr>
<th scope="row"><a href="/fleet/${mirror.id}">${mirror.name}</a><small>${storeLine(words, mirror)}</small></th>
${cell('state', stateOf(words, verdict))}
${cell('seen', momentCell(words, mirror, mirror.lastSeenMs, nowMs))}
${cell('camera', cameraCell(words, mirror))}
${cell('queue', queueCell(words, mirror))}
${cell('gaps', gapsCell(words, mirror))}
${cell('clock', clockCell(words, mirror))}
${cell('version', html`${mirror.version ?? words.say('unknown')}`)}
</tr>`;
}

function pages(words: Words, query: Query, found: number): Html | false {
  const last = Math.ceil(found / PAGE_SIZE);
  if (last <= 1) return false;
  const { page } = query;
  return html`<nav class="pages" aria-label="${words.say('pages.label')}">
${page > 1 && html`<a rel="prev" href="${address({ ...query, page: page - 1 })}">${words.say('pages.previous')}</a>`}
<span>${words.say('pages.at', { page, last })}</span>
${page < last && html`<a rel="next" href="${address({ ...query, page: page + 1 })}">${words.say('pages.next')}</a>`}
</nav>`;
}
