/** The page of one claim: what holds, every version with who, when and why, and for role hq a correction. */
import type { FastifyRequest } from 'fastify';
import { operatorIn } from '../../accounts/guard.ts';
import type { CreditEntry } from '../../credit/read.ts';
import type { Pick } from '../../funnel/picks.ts';
import { type Html, html } from '../html.ts';
import { csrfField, roleName } from '../layout.ts';
import type { Names } from '../names.ts';
import type { Words } from '../words.ts';
import { claimPath, creditedCell, shownCell } from './entries.ts';

export interface ClaimShown {
  /** All versions, the first one first. */
  readonly history: readonly CreditEntry[];
  readonly names: Names;
  /** To be credited; of the one in the form its advisors. */
  readonly stores: readonly Pick[];
  readonly advisors: readonly Pick[];
  /** Of operators that still are; empty for whoever is not told. */
  readonly logins: ReadonlyMap<string, string>;
  readonly form: { readonly store: string; readonly ba: string; readonly reason: string };
}

const LONGEST_REASON = 500;

export function claimPage(request: FastifyRequest, shown: ClaimShown, message?: Html): Html {
  const { words } = request;
  const newest = shown.history.at(-1) as CreditEntry;
  const isHq = operatorIn(request).role === 'hq';
  return html`<p><a href="/credit?from=${newest.day}&amp;to=${newest.day}">${words.say('claim.back')}</a></p>
<h1>${words.say('claim.title')}</h1>
<p class="lead">${words.moment(newest.claimedMs, newest.timeZone)}</p>
${message}
${facts(words, shown, newest)}
<section><h2>${words.say('claim.history')}</h2><p class="soft">${words.say('claim.historyMeaning')}</p>
${historyTable(words, shown, isHq)}</section>
${isHq && correction(request, shown, newest)}`;
}

function facts(words: Words, { names }: ClaimShown, newest: CreditEntry): Html {
  const fact = (name: string, value: Html | string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const { outcome, carrier, mirrorId, contactId } = newest;
  const contact =
    contactId === null
      ? words.say('claim.contactHidden')
      : html`<a href="/contacts/${contactId}">${words.say('claim.contactLink')}</a>`;
  return html`<dl class="facts">
${fact(words.say('credit.outcome'), html`${words.say(`outcome.${outcome}`)}<small>${words.say(`outcomeMeaning.${outcome}`)}</small>`)}
${fact(words.say('credit.credited'), creditedCell(words, names, newest))}
${fact(words.say('credit.shown'), shownCell(words, names, newest))}
${fact(words.say('claim.mirror'), mirrorId === null ? words.say('claim.elsewhereMirror') : names.mirror(mirrorId))}
${fact(words.say('claim.carrier'), words.say(`carrier.${carrier}`))}
${fact(words.say('claim.contact'), contact)}
</dl>`;
}

function historyTable(words: Words, { history, names, logins }: ClaimShown, isHq: boolean): Html {
  const heads = ['claim.when', 'credit.outcome', 'credit.credited', 'claim.who', 'claim.why'] as const;
  const cell = (head: (typeof heads)[number], content: Html | string) =>
    html`<td data-head="${words.say(head)}"><div>${content}</div></td>`;
  const rows = history.toReversed().map(
    (entry) => html`<tr>
<th scope="row">${words.moment(entry.atMs, entry.timeZone)}<small>${words.say('credit.version', { version: entry.version })}</small></th>
${cell('credit.outcome', words.say(`outcome.${entry.outcome}`))}
${cell('credit.credited', creditedCell(words, names, entry))}
${cell('claim.who', whoOf(words, entry, logins, isHq))}
${cell('claim.why', entry.reason ?? words.say(`outcomeMeaning.${entry.outcome}`))}</tr>`,
  );
  return html`<div class="sheet"><table class="cards">
<thead><tr>${heads.map((head) => html`<th scope="col">${words.say(head)}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Stores and dealers are told that it was HQ, which answers for it as a whole. */
function whoOf(
  words: Words,
  { operatorId }: CreditEntry,
  logins: ReadonlyMap<string, string>,
  isHq: boolean,
): string {
  if (operatorId === null) return words.say('claim.rules');
  return isHq ? (logins.get(operatorId) ?? words.say('claim.formerOperator')) : roleName(words, 'hq');
}

/** Another store is chosen first, so that its advisors can be. */
function correction(request: FastifyRequest, shown: ClaimShown, newest: CreditEntry): Html {
  const { words } = request;
  const { names, stores, advisors, form } = shown;
  const path = claimPath(newest);
  const option = (value: string, name: string, chosen: string) =>
    html`<option value="${value}"${value === chosen && html` selected`}>${name}</option>`;
  return html`<section id="correct"><h2>${words.say('claim.correct')}</h2><p class="soft">${words.say('claim.correctMeaning')}</p>
<form class="fields narrow" method="get" action="${path}#correct">
<label>${words.say('claim.store')}<select name="store">${stores.map(({ id, name }) => option(id, name, form.store))}</select></label>
<div><button class="quiet">${words.say('claim.showAdvisors')}</button></div></form>
<form class="stack" method="post" action="${path}">${csrfField(request)}<input type="hidden" name="store" value="${form.store}">
<label>${words.say('claim.ba', { store: names.store(form.store) })}<select name="ba"><option value="">${words.say('claim.noBa')}</option>${advisors.map(({ id, name }) => option(id, name, form.ba))}</select></label>
<label>${words.say('claim.reason')}<input name="reason" required maxlength="${LONGEST_REASON}" value="${form.reason}"></label>
<div><button>${words.say('claim.send')}</button></div></form></section>`;
}
