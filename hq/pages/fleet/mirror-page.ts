/** `/fleet/<mirror>`: all that HQ knows of one mirror, and for role hq a new enrolment code. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { audit } from '../../accounts/audit.ts';
import { operatorIn, requireOperator } from '../../accounts/guard.ts';
import { scopeOf } from '../../accounts/scope.ts';
import { CODE_LASTS_MS, createCode } from '../../enrolment/codes.ts';
import { Problem } from '../../http/problem.ts';
import type { HqDatabase } from '../../storage/schema.ts';
import { type Html, html } from '../html.ts';
import { csrfField, said, sendPage } from '../layout.ts';
import type { PagesOptions } from '../pages.ts';
import type { Words } from '../words.ts';
import { cameraCell, clockCell, gapsCell, momentCell, queueCell, stateOf, storeLine } from './cells.ts';
import { type FleetMirror, fleetOf } from './fleet-rows.ts';
import { codesPart } from './mirror-codes.ts';
import { verdictOf } from './verdict.ts';

interface Refusals {
  code: string;
  count: number;
  lastMs: number;
}

type Params = { Params: { mirror: string } };

export function registerMirror(app: FastifyInstance, { db, now }: PagesOptions): void {
  const show = async (request: FastifyRequest, mirrorId: string, code?: string): Promise<Html> => {
    const nowMs = now();
    const [mirror] = await fleetOf(db, scopeOf(operatorIn(request)), nowMs, mirrorId);
    if (mirror === undefined) throw new Problem('not-found', 'There is no such mirror for you.');
    const codes = operatorIn(request).role === 'hq' && (await codesPart(db, request, mirror, nowMs));
    return mirrorPage(request, { mirror, refusals: await refusalsOf(db, mirrorId), code, codes, nowMs });
  };
  app.get<Params>('/fleet/:mirror', { onRequest: requireOperator() }, async (request, reply) =>
    sendPage(request, reply, {
      title: request.params.mirror,
      body: await show(request, request.params.mirror),
    }),
  );
  app.post<Params>('/fleet/:mirror/code', { onRequest: requireOperator('hq') }, async (request, reply) => {
    const { mirror } = request.params;
    await show(request, mirror);
    const code = await createCode(db, mirror, now());
    const { id } = operatorIn(request);
    await audit(db, { operatorId: id, what: 'enrolment-code-given', detail: { mirror } }, now());
    return sendPage(request, reply, { title: mirror, body: await show(request, mirror, code) });
  });
}

async function refusalsOf(db: HqDatabase, mirror: string): Promise<Refusals[]> {
  return db
    .selectFrom('refusals')
    .where('mirror_id', '=', mirror)
    .groupBy('code')
    .select(({ fn }) => ['code', fn.countAll<number>().as('count'), fn.max<number>('at_ms').as('lastMs')])
    .orderBy('lastMs', 'desc')
    .execute();
}

interface Shown {
  mirror: FleetMirror;
  refusals: readonly Refusals[];
  /** A new enrolment code, shown this once. */
  code: string | undefined;
  /** What stands behind its codes; false for whoever is not to know. */
  codes: Html | false;
  nowMs: number;
}

function mirrorPage(request: FastifyRequest, shown: Shown): Html {
  const { words, operator } = request;
  const { mirror, nowMs } = shown;
  return html`<p><a href="/fleet">${words.say('mirror.back')}</a></p>
<h1>${mirror.name}</h1>
<p class="lead">${storeLine(words, mirror)} · ${mirror.id}</p>
${shown.code !== undefined && codeBox(words, shown.code)}
<p>${stateOf(words, verdictOf(mirror, nowMs))}</p>
<section><h2>${words.say('mirror.now')}</h2>${facts(words, shown)}</section>
<section><h2>${words.say('mirror.gaps')}</h2><p class="soft">${words.say('mirror.gapsMeaning')}</p>${gapTable(words, shown)}</section>
<section><h2>${words.say('mirror.refused')}</h2><p class="soft">${words.say('mirror.refusedMeaning')}</p>${refusalTable(words, shown)}</section>
${shown.codes}
${operator?.role === 'hq' && codeForm(request, mirror)}`;
}

function codeBox(words: Words, code: string): Html {
  return said(html`${words.say('mirror.code', { hours: CODE_LASTS_MS / 3_600_000 })}<strong class="secret">${code}</strong>
${words.say('mirror.codeWhere')}`);
}

function codeForm(request: FastifyRequest, { id, isEnrolled }: FleetMirror): Html {
  const { words } = request;
  return html`<section><h2>${words.say('mirror.enrol')}</h2>
<p class="soft">${words.say(isEnrolled ? 'mirror.enrolAgain' : 'mirror.enrolFirst')}</p>
<form method="post" action="/fleet/${id}/code">${csrfField(request)}<button>${words.say('mirror.newCode')}</button></form></section>`;
}

function facts(words: Words, { mirror, nowMs }: Shown): Html {
  const { health } = mirror;
  const fact = (name: string, value: Html | string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<dl class="facts">
${fact(words.say('fleet.seen'), momentCell(words, mirror, mirror.lastSeenMs, nowMs))}
${fact(words.say('mirror.health'), momentCell(words, mirror, mirror.healthAtMs, nowMs))}
${fact(words.say('fleet.camera'), cameraCell(words, mirror))}
${fact(words.say('fleet.queue'), queueCell(words, mirror))}
${fact(words.say('fleet.gaps'), gapsCell(words, mirror))}
${fact(words.say('mirror.clock'), clockCell(words, mirror))}
${fact(words.say('fleet.version'), mirror.version ?? words.say('unknown'))}
${health && fact(words.say('mirror.memory'), `${words.number(health.rssMiB)} MiB`)}
${health && fact(words.say('mirror.face'), words.percent(health.faceShare))}
${health && Object.entries(health.devices).map(([device, state]) => fact(device, state))}
</dl>`;
}

function gapTable(words: Words, { mirror, nowMs }: Shown): Html {
  if (mirror.gaps.gaps.length === 0) return html`<p>${words.say('fleet.noGaps')}</p>`;
  const rows = mirror.gaps.gaps.map(
    ({
      first,
      last,
      sinceMs,
    }) => html`<tr><th scope="row">${first === last ? first : `${first} – ${last}`}</th>
<td class="count">${words.number(last - first + 1)}</td><td>${momentCell(words, mirror, sinceMs, nowMs)}</td></tr>`,
  );
  return html`<div class="sheet"><table><thead><tr><th scope="col">${words.say('mirror.numbers')}</th>
<th scope="col" class="count">${words.say('mirror.count')}</th><th scope="col">${words.say('mirror.since')}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function refusalTable(words: Words, { mirror, refusals, nowMs }: Shown): Html {
  if (refusals.length === 0) return html`<p>${words.say('mirror.noneRefused')}</p>`;
  const rows = refusals.map(
    ({
      code,
      count,
      lastMs,
    }) => html`<tr><th scope="row">${code}</th><td class="count">${words.number(count)}</td>
<td>${momentCell(words, mirror, lastMs, nowMs)}</td></tr>`,
  );
  return html`<div class="sheet"><table><thead><tr><th scope="col">${words.say('mirror.reason')}</th>
<th scope="col" class="count">${words.say('mirror.count')}</th><th scope="col">${words.say('mirror.last')}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
