/** The funnel's page: what is asked for, its figures with their meanings, and what they are made of. */
import type { FastifyRequest } from 'fastify';
import type { FunnelReport } from '../../../main/contract/funnel.ts';
import type { Picks } from '../../funnel/picks.ts';
import { type Html, html } from '../html.ts';
import { picker } from '../picker.ts';
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

export function funnelPage(request: FastifyRequest, shown: FunnelShown): Html {
  const { words } = request;
  const { report, picks } = shown;
  const part = (phrase: Parameters<Words['say']>[0], content: Html) =>
    html`<section><h2>${words.say(phrase)}</h2>${content}</section>`;
  const isOver = report.to < shown.today;
  const names = new Map(picks.advisors.map(({ id, name }) => [id, name]));
  return html`<h1>${words.say('nav.funnel')}</h1>
<p class="lead">${periodLine(words, shown)}</p>
${picker(words, '/funnel', shown, shown.asked.mode === 'demo' && html`<input type="hidden" name="mode" value="demo">`)}
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
