/** The page of one contact: who she is as far as she said, her tags, consents and claims; and for role hq what is done on her request. */
import type { FastifyRequest } from 'fastify';
import { operatorIn } from '../../accounts/guard.ts';
import type { Consent } from '../../contacts/consent.ts';
import type { Picks } from '../../funnel/picks.ts';
import { entryTable } from '../credit/entries.ts';
import type { ShadesBySku } from '../funnel/catalogue.ts';
import { shadeName } from '../funnel/tables.ts';
import { type Html, html } from '../html.ts';
import { csrfField } from '../layout.ts';
import { namesOf } from '../names.ts';
import type { Phrase, Words } from '../words.ts';
import type { ContactDetail } from './find-contact.ts';

export interface ContactShown {
  readonly contact: ContactDetail;
  readonly picks: Picks;
  readonly catalogue: ShadesBySku;
  /** Of the operator's store; UTC where there are several. */
  readonly timeZone: string;
}

const MOST_SHADES = 8;

export function contactPage(request: FastifyRequest, shown: ContactShown, message?: Html): Html {
  const { words } = request;
  const { contact, picks, timeZone } = shown;
  const isHq = operatorIn(request).role === 'hq';
  const isThere = contact.deletedMs === null;
  return html`<p><a href="/contacts">${words.say('contacts.back')}</a></p>
<h1>${contact.nickname ?? words.say('contacts.contact')}</h1>
<p class="lead">${words.say('contacts.channel')} ${words.say(`channel.${contact.channel}`)}</p>
${message}
${contact.deletedMs !== null && html`<p>${words.say('contacts.stub', { moment: words.moment(contact.deletedMs, timeZone) })}</p>`}
${facts(words, shown)}
${isThere && tagPart(words, shown)}
<section><h2>${words.say('contacts.consents')}</h2>${consentTable(request, shown, isHq && isThere)}</section>
<section><h2>${words.say('contacts.claims')}</h2>
${contact.claims.length === 0 ? html`<p>${words.say('contacts.noClaims')}</p>` : entryTable(words, namesOf(picks), contact.claims)}</section>
${
  isHq &&
  isThere &&
  html`<section><h2>${words.say('contacts.delete')}</h2><p class="soft">${words.say('contacts.deleteMeaning')}</p>
<p><a class="button" href="/contacts/${contact.id}/delete">${words.say('contacts.delete')}</a></p></section>`
}`;
}

const fact = (name: string, value: Html | string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function facts(words: Words, { contact, timeZone }: ContactShown): Html {
  const { phone, joinedMs, createdMs, tags } = contact;
  // A tag like the others: without her consent to membership it is nobody's business.
  const tier = tags?.tier ?? null;
  const member = joinedMs === null ? words.say('contacts.notMember') : words.moment(joinedMs, timeZone);
  return html`<dl class="facts">
${fact(words.say('contacts.member'), member)}
${fact(words.say('contacts.phone'), phone ?? words.say('contacts.none'))}
${fact(words.say('contacts.tier'), tier === null ? words.say('contacts.none') : tierName(words, tier))}
${fact(words.say('contacts.since'), words.moment(createdMs, timeZone))}
</dl>`;
}

/** The till's words are a closed list, but HQ may have kept one from before. */
const tierName = (words: Words, tier: string): string => words.say(`tier.${tier}` as Phrase);

function tagPart(words: Words, { contact: { tags }, picks, catalogue }: ContactShown): Html {
  const heading = html`<h2>${words.say('contacts.tags')}</h2>`;
  if (tags === undefined) return html`<section>${heading}<p>${words.say('contacts.noTags')}</p></section>`;
  /** Of those in scope: others have no name here. */
  const named = (ids: readonly string[], from: Picks['stores' | 'advisors']) =>
    from.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  const list = (parts: readonly (Html | string)[]) =>
    parts.length === 0
      ? words.say('contacts.none')
      : html`<ul class="tags">${parts.map((part) => html`<li>${part}</li>`)}</ul>`;
  const shades = (skus: readonly string[]) =>
    list(skus.slice(0, MOST_SHADES).map((sku) => shadeName(words, sku, catalogue)));
  return html`<section>${heading}<p class="soft">${words.say('contacts.tagsMeaning')}</p><dl class="facts">
${fact(words.say('contacts.worn'), shades(tags.shades.map(({ sku }) => sku)))}
${fact(words.say('contacts.favourites'), shades(tags.favourites))}
${fact(words.say('contacts.finishes'), list(tags.finishes.map((finish) => words.say(`finish.${finish}` as Phrase))))}
${fact(words.say('contacts.visits'), words.number(tags.visits))}
${fact(words.say('contacts.stores'), list(named(tags.stores, picks.stores)))}
${fact(words.say('contacts.advisors'), list(named(tags.advisors, picks.advisors)))}
</dl></section>`;
}

function consentTable(
  request: FastifyRequest,
  { contact, timeZone }: ContactShown,
  mayWithdraw: boolean,
): Html {
  const { words } = request;
  const { consents, id } = contact;
  if (consents.length === 0) return html`<p>${words.say('contacts.noConsents')}</p>`;
  const heads = ['purpose', 'state', 'version', 'when'] as const;
  const cell = (head: (typeof heads)[number], content: string) =>
    html`<td data-head="${words.say(`contacts.${head}`)}">${content}</td>`;
  const holds = new Map(consents.toReversed().map((consent) => [consent.purpose, consent]));
  const rows = consents.map(
    (consent) => html`<tr><th scope="row">${words.say(`purpose.${consent.purpose}`)}</th>
${cell('state', words.say(consent.isGiven ? 'contacts.given' : 'contacts.taken'))}
${cell('version', consent.version)}
${cell('when', words.moment(consent.atMs, timeZone))}
${mayWithdraw && html`<td>${consent.isGiven && holds.get(consent.purpose) === consent && withdrawal(request, id, consent)}</td>`}</tr>`,
  );
  return html`<div class="sheet"><table class="cards"><thead><tr>${heads.map((head) => html`<th scope="col">${words.say(`contacts.${head}`)}</th>`)}
${mayWithdraw && html`<th scope="col">${words.say('operators.do')}</th>`}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function withdrawal(request: FastifyRequest, id: string, { purpose }: Consent): Html {
  const { words } = request;
  return html`<form method="post" action="/contacts/${id}/withdraw">${csrfField(request)}<input type="hidden" name="purpose" value="${purpose}">
<button class="plain" aria-label="${words.say('contacts.withdraw')}: ${words.say(`purpose.${purpose}`)}">${words.say('contacts.withdraw')}</button></form>`;
}

export function deletePage(request: FastifyRequest, { id, nickname, phone }: ContactDetail): Html {
  const { words } = request;
  return html`<div class="door"><h1>${words.say('contacts.deleteSure')}</h1>
<p class="lead">${[nickname, phone].filter((part) => part !== null).join(' · ')}</p>
<p>${words.say('contacts.deleteMeaning')}</p>
<div class="row"><form method="post" action="/contacts/${id}/delete">${csrfField(request)}<button>${words.say('contacts.deleteNow')}</button></form>
<a href="/contacts/${id}">${words.say('contacts.keep')}</a></div></div>`;
}
