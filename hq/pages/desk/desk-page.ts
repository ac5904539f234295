/** The counter's page: eight signs in, her shades out, and the form by which she becomes a member. */
import type { FastifyRequest } from 'fastify';
import { HUMAN_CODE_MS } from '../../../main/contract/tokens.ts';
import type { KnownCode } from '../../claims/codes.ts';
import { PURPOSES, type Purpose } from '../../contacts/consent.ts';
import type { HqSettings } from '../../settings/hq-settings.ts';
import type { ShadesBySku } from '../funnel/catalogue.ts';
import { shadeName } from '../funnel/tables.ts';
import { type Html, html } from '../html.ts';
import { csrfField } from '../layout.ts';
import type { Words } from '../words.ts';

export interface CodeShown {
  readonly code: KnownCode;
  readonly catalogue: ShadesBySku;
  readonly settings: HqSettings;
  readonly nowMs: number;
  /** As she typed it, of a form that was refused. */
  readonly typed: Typed;
}

export interface Typed {
  readonly nickname?: string | undefined;
  readonly phone?: string | undefined;
}

const MINUTE_MS = 60_000;
const LONGEST_NAME = 40;
const LONGEST_PHONE = 32;

/** @param human as it was typed */
export function deskPage(request: FastifyRequest, message?: Html, human = '', shown?: CodeShown): Html {
  const { words } = request;
  return html`<h1>${words.say('nav.desk')}</h1>
<p class="lead">${words.say('desk.lead')}</p>
${message}
<form class="fields narrow" method="post" action="/desk">${csrfField(request)}
<label>${words.say('desk.human')}<input class="signs" name="human" value="${human}" required maxlength="24" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="human-hint"></label>
<div><button>${words.say('desk.find')}</button></div>
</form><p class="soft small" id="human-hint">${words.say('desk.humanHint')}</p>
${shown && codePart(request, shown)}`;
}

function codePart(request: FastifyRequest, shown: CodeShown): Html {
  const { words } = request;
  const { code, catalogue, nowMs } = shown;
  const minutes = Math.max(0, Math.ceil(((code.shownMs ?? 0) + HUMAN_CODE_MS - nowMs) / MINUTE_MS));
  const shades = code.skus.map((sku) => html`<li>${shadeName(words, sku, catalogue)}</li>`);
  return html`<div class="halves"><section><h2>${words.say('desk.shades')}</h2>
${shades.length === 0 ? html`<p>${words.say('desk.noShades')}</p>` : html`<ul class="shades">${shades}</ul>`}
<p><strong>${words.say('desk.left', { minutes })}</strong> <span class="soft">${words.say('desk.leftMeaning')}</span></p></section>
<section><h2>${words.say('desk.join')}</h2><p>${words.say('desk.handOver')}</p>${joinForm(request, shown)}</section></div>`;
}

function joinForm(request: FastifyRequest, { code, settings, typed }: CodeShown): Html {
  const { words } = request;
  const { ask } = settings.membership;
  const must = ask !== 'either' && html` required`;
  return html`<form class="stack" method="post" action="/desk/join">${csrfField(request)}<input type="hidden" name="token" value="${code.token}">
${ask !== 'phone' && html`<label>${words.say('desk.nickname')}<input name="nickname" value="${typed.nickname}" maxlength="${LONGEST_NAME}" autocomplete="off"${must}></label>`}
${ask !== 'nickname' && html`<label>${words.say('desk.phone')}<input name="phone" type="tel" inputmode="tel" value="${typed.phone}" maxlength="${LONGEST_PHONE}" autocomplete="off"${must}></label>`}
${ask === 'either' && html`<p class="soft small">${words.say('desk.either')}</p>`}
${PURPOSES.map((purpose) => consentBox(words, purpose, settings))}
<p class="soft small">${words.say('desk.guardian')}</p>
<p class="soft small">${words.say('desk.deletion')}</p>
<div><button>${words.say('desk.send')}</button></div></form>`;
}

/** Never ticked by anybody but her, in a form that comes back neither. */
function consentBox(words: Words, purpose: Purpose, { membership }: HqSettings): Html {
  const { version, link } = membership[purpose];
  const must = purpose === 'membership' && html` required`;
  return html`<div class="tick"><label><input type="checkbox" name="${purpose}"${must}> ${words.say(`desk.${purpose}`)}</label>
<a class="small terms" href="${link ?? `/consent/${purpose}?lang=${words.locale}`}" target="_blank" rel="noreferrer">${words.say('desk.terms', { version })}</a></div>`;
}
