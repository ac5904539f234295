/** Her own data, as HQ holds it, with what she may do about it. */
import { type Consent, PURPOSES, type Purpose } from '../contacts/consent.ts';
import type { Member } from '../contacts/member.ts';
import { type Html, html } from '../pages/html.ts';
import { leaveForm } from './leave-form.ts';
import type { LandingWords } from './words.ts';

export interface MemberParts {
  readonly words: LandingWords;
  readonly member: Member;
  readonly secret: string;
  /** Her browser keeps the secret, and opens this page for whoever holds the phone. */
  readonly isKept: boolean;
  /** In which days are told. */
  readonly timeZone: string;
}

interface Page {
  title: string;
  body: Html;
}

export const consentOf = ({ consents }: Member, purpose: Purpose): Consent | undefined =>
  consents.find((consent) => consent.purpose === purpose);

/** @param isDone she has just changed something */
export function memberPage(parts: MemberParts, isDone: boolean): Page {
  const { words, member, secret, isKept, timeZone } = parts;
  const title = words.say('me.title');
  const fact = (name: string, value: string | null) =>
    html`<div><dt>${name}</dt><dd>${value ?? words.say('me.notGiven')}</dd></div>`;
  const body = html`<h1>${title}</h1>
${isDone && html`<p class="done" role="status">${words.say('me.done')}</p>`}
<p class="lead">${words.say('me.lead')}</p>
${isKept && leaveForm({ words, secret })}
<dl class="facts">
${fact(words.say('me.name'), member.nickname)}
${fact(words.say('me.phone'), member.phone)}
${fact(words.say('me.since'), words.day(member.joinedMs, timeZone))}
</dl>
<p class="small">${words.say('me.shades')}</p>
<section><h2>${words.say('me.consents')}</h2>
${PURPOSES.map((purpose) => consentPart(parts, purpose))}</section>
<section class="ending"><h2>${words.say('me.deleteTitle')}</h2>
<p>${words.say('me.deleteText')}</p>
<a class="button quiet" href="/me/${secret}/delete">${words.say('me.delete')}</a></section>
<p class="promise">${words.say('privacy')}</p>`;
  return { title, body };
}

function consentPart(parts: MemberParts, purpose: Purpose): Html {
  const { words, member, timeZone } = parts;
  const consent = consentOf(member, purpose);
  const state =
    consent === undefined
      ? words.say('me.never')
      : words.say(consent.isGiven ? 'me.given' : 'me.withdrawn', {
          day: words.day(consent.atMs, timeZone),
          version: consent.version,
        });
  return html`<div class="agreed"><h3>${words.say(`me.${purpose}`)}</h3>
<p>${state}</p>
${changePart(parts, purpose, consent?.isGiven === true)}
<a href="/consent/${purpose}">${words.say(`join.read.${purpose}`)}</a></div>`;
}

/** Membership begins at a mirror, and only ends here. */
function changePart(
  { words, member, secret }: MemberParts,
  purpose: Purpose,
  isGiven: boolean,
): Html | false {
  const isMember = consentOf(member, 'membership')?.isGiven === true;
  if (purpose === 'membership' && !isGiven) return html`<p>${words.say('me.outside')}</p>`;
  if (!isGiven && !isMember) return false;
  const label =
    purpose === 'marketing' && !isGiven
      ? words.say('me.give.marketing')
      : words.say(`me.withdraw.${purpose}`);
  return html`<form method="post" action="/me/${secret}/consent">
<input type="hidden" name="purpose" value="${purpose}"><input type="hidden" name="give" value="${isGiven ? 'no' : 'yes'}">
<button class="quiet">${label}</button></form>`;
}

export function deletePage(words: LandingWords, secret: string): Page {
  const title = words.say('delete.title');
  const body = html`<h1>${title}</h1>
<p class="lead">${words.say('delete.text')}</p>
<p>${words.say('delete.rest')}</p>
<form method="post" action="/me/${secret}/delete"><button>${words.say('delete.confirm')}</button></form>
<p><a class="button quiet" href="/me/${secret}">${words.say('delete.back')}</a></p>`;
  return { title, body };
}
