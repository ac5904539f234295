/** The page of a store's advisors: each with her card and the form that changes it. */
import type { FastifyRequest } from 'fastify';
import type { AdvisorCard } from '../../../main/contract/code-view.ts';
import { LOCALES } from '../../../main/contract/locales.ts';
import { LONGEST_LINE } from '../../advisors/cards.ts';
import type { StorePick } from '../../funnel/picks.ts';
import { type Html, html } from '../html.ts';
import { csrfField } from '../layout.ts';

export interface AdvisorsShown {
  readonly stores: readonly StorePick[];
  /** undefined: the operator has none. */
  readonly store: StorePick | undefined;
  readonly cards: readonly AdvisorCard[];
}

export function advisorsPage(request: FastifyRequest, shown: AdvisorsShown, message?: Html): Html {
  const { words } = request;
  const { stores, store, cards } = shown;
  return html`<h1>${words.say('nav.advisors')}</h1>
<p class="lead">${words.say('advisors.lead')}</p>
${message}
${
  stores.length > 1 &&
  html`<form class="fields narrow" method="get" action="/advisors">
<label>${words.say('advisors.store')}<select name="store">${stores.map(({ id, name }) => html`<option value="${id}"${id === store?.id && html` selected`}>${name}</option>`)}</select></label>
<div><button>${words.say('advisors.show')}</button></div></form>`
}
${cards.length === 0 && html`<p>${words.say('advisors.none')}</p>`}
<div class="people">${store && cards.map((card) => cardForm(request, store.id, card))}</div>`;
}

function cardForm(request: FastifyRequest, storeId: string, card: AdvisorCard): Html {
  const { words } = request;
  const path = `/advisors/${storeId}/${card.id}`;
  const hint = `hint-${card.id}`;
  const lines = LOCALES.map(
    (locale) => html`<label>${words.say(`advisors.line.${locale}`)}
<input name="line-${locale}" lang="${locale}" value="${card.line[locale]}" maxlength="${LONGEST_LINE}" aria-describedby="${hint}"></label>`,
  );
  return html`<section class="person"><h2>${card.name}</h2>
${card.photo === null ? html`<div class="monogram" aria-hidden="true">${monogramOf(card.name)}</div>` : html`<img src="${path}/photo" width="120" height="120" alt="${words.say('advisors.portrait', { name: card.name })}">`}
<form class="stack" method="post" action="${path}" enctype="multipart/form-data" aria-label="${card.name}">${csrfField(request)}
${lines}
<label>${words.say('advisors.photo')}<input type="file" name="photo" accept="image/jpeg,image/png" aria-describedby="${hint}"></label>
<p class="soft small" id="${hint}">${words.say('advisors.lineHint', { most: LONGEST_LINE })} · ${words.say('advisors.photoMeaning')}</p>
${card.photo !== null && html`<div class="tick"><label><input type="checkbox" name="remove"> ${words.say('advisors.remove')}</label></div>`}
<div><button aria-label="${words.say('advisors.save')}: ${card.name}">${words.say('advisors.save')}</button></div></form></section>`;
}

/** A name in the Latin script by the first letters of its words, a Chinese one by its first character. */
function monogramOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return [...words.slice(0, 2)].map((word) => [...word][0]).join('');
}
