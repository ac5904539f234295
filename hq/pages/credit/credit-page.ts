/** The page of credit: totals with what they mean, the same by store, advisor, dealer and carrier, and the newest rows of the ledger. */
import type { FastifyRequest } from 'fastify';
import type { CreditAsked, CreditEntry } from '../../credit/read.ts';
import { CREDIT_FIGURES, type CreditCounts, type CreditReport } from '../../credit/report.ts';
import type { Picks } from '../../funnel/picks.ts';
import { parametersOf } from '../funnel/request.ts';
import { type Html, html } from '../html.ts';
import type { Names } from '../names.ts';
import { picker } from '../picker.ts';
import type { Phrase, Words } from '../words.ts';
import { entryTable } from './entries.ts';
import { figureMeaning, figureName, shortName } from './figures.ts';

export interface CreditShown {
  readonly asked: CreditAsked;
  readonly report: CreditReport;
  /** The newest of the ledger. */
  readonly entries: readonly CreditEntry[];
  /** To choose from. */
  readonly picks: Picks;
  readonly names: Names;
}

export const MOST_ENTRIES = 100;

export function creditPage({ words }: FastifyRequest, shown: CreditShown): Html {
  const { asked, report, names } = shown;
  const query = parametersOf(asked);
  return html`<h1>${words.say('nav.credit')}</h1>
<p class="lead">${words.say('credit.lead', { period: periodOf(words, report) })}</p>
${picker(words, '/credit', shown)}
<div class="notes"><p>${words.say('credit.rule')}</p>
<p class="row">${words.say('funnel.asFile')} <a href="/credit.csv?${query}">CSV</a> <a href="/credit.json?${query}">JSON</a></p></div>
<section><h2>${words.say('credit.totals')}</h2>${totals(words, report.total)}</section>
${sums(words, shown)}
<section><h2>${words.say('credit.newest')}</h2><p class="soft">${words.say('credit.newestMeaning', { most: MOST_ENTRIES })}</p>
${shown.entries.length === 0 ? html`<p>${words.say('credit.nothing')}</p>` : entryTable(words, names, shown.entries)}</section>`;
}

const periodOf = (words: Words, { from, to }: CreditReport): string =>
  from === to ? words.day(from) : `${words.day(from)} – ${words.day(to)}`;

function totals(words: Words, total: CreditCounts): Html {
  const figures = CREDIT_FIGURES.map(
    (figure) => html`<div><h3>${figureName(words, figure)}</h3>
<div class="figure">${words.number(total[figure])}</div><p>${figureMeaning(words, figure)}</p></div>`,
  );
  return html`<div class="rates close">${figures}</div>`;
}

interface Line {
  readonly head: Html;
  readonly counts: CreditCounts;
}

function sums(words: Words, { asked, report, names }: CreditShown): Html {
  const noDealer = words.say(asked.scope.kind === 'dealer' ? 'credit.elsewhereDealer' : 'credit.noDealer');
  const dealerHead = (dealer: string | null) => html`${dealer === null ? noDealer : names.dealer(dealer)}`;
  const parts: readonly (readonly [Phrase, Line[]])[] = [
    ['credit.byStore', report.byStore.map((counts) => ({ head: storeHead(words, names, counts), counts }))],
    ['credit.byBa', report.byBa.map((counts) => ({ head: advisorHead(words, names, counts), counts }))],
    ['credit.byDealer', report.byDealer.map((counts) => ({ head: dealerHead(counts.dealer), counts }))],
    [
      'credit.byCarrier',
      report.byCarrier.map((counts) => ({ head: html`${words.say(`carrier.${counts.carrier}`)}`, counts })),
    ],
  ];
  return html`${parts.map(
    ([phrase, lines]) =>
      lines.length > 0 &&
      html`<section><h2>${words.say(phrase)}</h2>${sumTable(words, phrase, lines)}</section>`,
  )}`;
}

function storeHead(words: Words, names: Names, { store }: CreditReport['byStore'][number]): Html {
  return html`${store === null ? words.say('credit.elsewhere') : names.store(store)}`;
}

function advisorHead(words: Words, names: Names, { store, ba }: CreditReport['byBa'][number]): Html {
  if (store === null) return html`${words.say('credit.elsewhere')}`;
  const advisor = ba === null ? words.say('credit.noBa') : names.advisor(ba);
  return html`${advisor}<small>${names.store(store)}</small>`;
}

function sumTable(words: Words, caption: Phrase, lines: readonly Line[]): Html {
  const head = (figure: (typeof CREDIT_FIGURES)[number]) =>
    html`<th scope="col" class="count">${shortName(words, figure)}</th>`;
  const cells = (counts: CreditCounts) =>
    CREDIT_FIGURES.map(
      (figure) =>
        html`<td class="count${counts[figure] === 0 && ' soft'}" data-head="${shortName(words, figure)}">${words.number(counts[figure])}</td>`,
    );
  return html`<div class="sheet" tabindex="0" role="region" aria-label="${words.say(caption)}"><table class="dense">
<thead><tr><th scope="col"><span class="heard">${words.say(caption)}</span></th>${CREDIT_FIGURES.map(head)}</tr></thead>
<tbody>${lines.map(({ head, counts }) => html`<tr><th scope="row">${head}</th>${cells(counts)}</tr>`)}</tbody></table></div>`;
}
