/** The funnel's page: what is asked for, its figures with their meanings, and what they are made of. */
import type { FastifyRequest } from 'fastify';
import type { FunnelReport } from '../../../main/contract/funnel.ts';
import type { Pick, Picks } from '../../funnel/picks.ts';
import { type Html, html } from '../html.ts';
import type { Words } from '../words.ts';
import type { ShadesBySku } from './catalogue.ts';
import { type FunnelRequest, parametersOf } from './request.ts';
import { rateList, stepList } from './steps.ts';
import { advisors, carriers, days, finishes, hours, shades } from './tables.ts';

interface FunnelShown extends FunnelRequest {
  readonly report: FunnelReport;
  readonly picks: Picks;
  readonly catalogue: ShadesBySku;
  /** Of the same days, which this report leaves out. */
  readonly demoVisits: number;
}

/** A longer list asks for a store first. */
const MOST_CHOICES = 200;

export function funnelPage(request: FastifyRequest, shown: FunnelShown): Html {
  const { words } = request;
  const { report, picks } = shown;
  const part = (phrase: Parameters<Words['say']>[0], content: Html) =>
    html`<section><h2>${words.say(phrase)}</h2>${content}</section>`;
  const isOver = report.to < shown.today;
  const names = new Map(picks.advisors.map(({ id, name }) => [id, name]));
  return html`<h1>${words.say('nav.funnel')}</h1>
<p class="lead">${periodLine(words, shown)}</p>
${picker(words, shown)}
${notes(words, shown)}
${part('funnel.steps', stepList(words, report, isOver))}
${part('funnel.rates', rateList(words, report, isOver))}
${part('funnel.byHour', hours(words, report))}
${report.from !== report.to && part('funnel.byDay', days(words, report))}
${part('funnel.byShade', shades(words, report, shown.catalogue))}
<div class="halves">${part('funnel.byFinish', finishes(words, report))}
${part('funnel.byCarrier', carriers(words, report))}</div>
${part('funnel.byBa', advisors(words, report, names))}`;
}

function periodLine(words: Words, { report }: FunnelShown): string {
  const { from, to, timeZone } = report;
  const period = from === to ? words.day(from) : `${words.day(from)} – ${words.day(to)}`;
  return timeZone === '' ? period : words.say('funnel.period', { period, zone: timeZone });
}

/** What a reader must know before she compares. */
function notes(words: Words, { asked, today, report, demoVisits }: FunnelShown): Html {
  const link = (mode: 'demo' | 'shopper') => `/funnel?${parametersOf(asked, { mode })}`;
  return html`<div class="notes"><p>
${report.to >= today && html`${words.say('funnel.notOver')} `}
${
  report.mode === 'demo'
    ? html`<strong>${words.say('funnel.isDemo')}</strong> <a href="${link('shopper')}">${words.say('funnel.toShoppers')}</a>`
    : html`${words.say('funnel.demoApart', { count: words.number(demoVisits) })} <a href="${link('demo')}">${words.say('funnel.toDemo')}</a>`
}</p>
<p class="row">${words.say('funnel.asFile')} <a href="/funnel.csv?${parametersOf(asked)}">CSV</a> <a href="/funnel.json?${parametersOf(asked)}">JSON</a></p></div>`;
}

function picker(words: Words, { asked, picks }: FunnelShown): Html {
  const { filters, from, to, mode } = asked;
  const date = (name: 'from' | 'to', value: string) =>
    html`<label>${words.say(`pick.${name}`)}<input type="date" name="${name}" value="${value}"></label>`;
  return html`<form class="fields" method="get" action="/funnel">
${date('from', from)}${date('to', to)}
${picks.dealers.length > 1 && choice(words, 'dealer', picks.dealers, filters.dealer)}
${picks.stores.length > 1 && choice(words, 'store', picks.stores, filters.store)}
${choice(words, 'mirror', picks.mirrors, filters.mirror)}
${choice(words, 'ba', picks.advisors, filters.ba)}
${mode === 'demo' && html`<input type="hidden" name="mode" value="demo">`}
<div><button>${words.say('pick.show')}</button></div></form>`;
}

function choice(
  words: Words,
  name: 'dealer' | 'store' | 'mirror' | 'ba',
  picks: readonly Pick[],
  chosen: string | undefined,
): Html {
  const isLong = (name === 'mirror' || name === 'ba') && picks.length > MOST_CHOICES;
  const shown = isLong ? picks.filter(({ id }) => id === chosen) : picks;
  return html`<label>${words.say(`pick.${name}`)}<select name="${name}">
<option value="">${words.say(isLong ? 'pick.storeFirst' : `pick.all.${name}`)}</option>
${shown.map(({ id, name: label }) => html`<option value="${id}"${id === chosen && html` selected`}>${label}</option>`)}</select></label>`;
}
