/**
 * The form by which she joins: what it asks, what it needs, and what it says where something is missing. Both consents stand
 * apart and unticked, and each names the version of its text.
 */
import { z } from 'zod';
import { PURPOSES, type Purpose } from '../contacts/consent.ts';
import { type Html, html } from '../pages/html.ts';
import type { HqSettings } from '../settings/hq-settings.ts';
import { leaveForm } from './leave-form.ts';
import type { Sight } from './sight.ts';
import type { LandingWords } from './words.ts';

/** As HQ keeps it. */
const LONGEST_NAME = 40;
const LONGEST_PHONE = 40;

const text = z.string().max(1000).default('');

export const joinFields = z.object({
  nickname: text,
  phone: text,
  membership: z.literal('on').optional(),
  marketing: z.literal('on').optional(),
  /** The ticket of a welcome message. */
  c: z.string().max(64).optional(),
});

export type JoinFields = z.infer<typeof joinFields>;
export const EMPTY_FIELDS: JoinFields = joinFields.parse({});

export type Fault =
  | 'name-missing'
  | 'name-long'
  | 'phone-missing'
  | 'either-missing'
  | 'phone-invalid'
  | 'membership-missing';
type Field = 'nickname' | 'phone' | 'membership';

const FIELD_OF: Record<Fault, Field> = {
  'name-missing': 'nickname',
  'name-long': 'nickname',
  'phone-missing': 'phone',
  'either-missing': 'nickname',
  'phone-invalid': 'phone',
  'membership-missing': 'membership',
};

type Membership = HqSettings['membership'];

/** What can be told without asking anybody. @param needsName false: she has told it before */
export function faultsOf(fields: JoinFields, { ask }: Membership, needsName: boolean): Fault[] {
  const faults: Fault[] = [];
  const [hasName, hasPhone] = [fields.nickname.trim() !== '', fields.phone.trim() !== ''];
  if (fields.nickname.trim().length > LONGEST_NAME) faults.push('name-long');
  if (needsName && ask === 'nickname' && !hasName) faults.push('name-missing');
  if (needsName && ask === 'phone' && !hasPhone) faults.push('phone-missing');
  if (needsName && ask === 'either' && !hasName && !hasPhone) faults.push('either-missing');
  if (fields.membership === undefined) faults.push('membership-missing');
  return faults;
}

export interface FormParts {
  readonly words: LandingWords;
  readonly membership: Membership;
  readonly sight: Sight;
  readonly fields: JoinFields;
  readonly faults: readonly Fault[];
}

export function joinForm(parts: FormParts): Html {
  const { words, sight, faults } = parts;
  const { person, ticket, code } = sight;
  const isKnown = person?.hasJoined === true;
  return html`<section class="join" id="join">
<h2>${titleOf(parts)}</h2>
<p>${words.say(isKnown ? 'join.leadKnown' : 'join.lead')}</p>
${isKnown && leaveForm({ words, secret: person.secret, token: code.token })}
${faults.length > 0 && html`<p class="again">${words.say('join.again')}</p>`}
<form method="post" action="/t/${code.token}/join#join" novalidate>
${ticket !== null && html`<input type="hidden" name="c" value="${ticket}">`}
${!isKnown && identityFields(parts)}
${PURPOSES.filter((purpose) => purpose === 'membership' || !person?.wantsNews).map((purpose) => consentField(parts, purpose))}
<p class="small">${words.say('join.guardian')}</p>
<button>${words.say(isKnown ? 'join.submitKnown' : 'join.submit')}</button>
</form></section>`;
}

function titleOf({ words, sight: { person } }: FormParts): string {
  if (!person?.hasJoined) return words.say('join.title');
  const { nickname } = person;
  return nickname === null
    ? words.say('join.titleKnownNameless')
    : words.say('join.titleKnown', { name: nickname });
}

function identityFields(parts: FormParts): Html {
  const { words, membership } = parts;
  const { ask } = membership;
  return html`
${ask !== 'phone' && textField(parts, 'nickname', html`autocomplete="nickname" maxlength="${LONGEST_NAME}"`)}
${ask !== 'nickname' && textField(parts, 'phone', html`type="tel" inputmode="tel" autocomplete="tel" maxlength="${LONGEST_PHONE}"`)}
${ask === 'either' && html`<p class="small hint" id="either">${words.say('join.either')}</p>`}`;
}

function textField(parts: FormParts, field: 'nickname' | 'phone', attributes: Html): Html {
  const { words, membership, fields } = parts;
  const isEither = membership.ask === 'either';
  return html`<div class="field"><label for="${field}">${words.say(`join.${field}`)}</label>
<input id="${field}" name="${field}" value="${fields[field]}" ${attributes}${!isEither && html` aria-required="true"`}${describedBy(parts, field, isEither ? ['either'] : [])}>
${faultOf(parts, field)}</div>`;
}

function consentField(parts: FormParts, purpose: Purpose): Html {
  const { words, membership, fields } = parts;
  const { link, version } = membership[purpose];
  const isNeeded = purpose === 'membership';
  const note = words.say(isNeeded ? 'join.required' : 'join.optional');
  return html`<div class="consent"><label><input type="checkbox" name="${purpose}"${
    fields[purpose] && html` checked`
  }${isNeeded && html` aria-required="true"`}${describedBy(parts, purpose, [])}>
<span>${words.say(`join.${purpose}`)} <small>${note}</small></span></label>
${isNeeded && faultOf(parts, 'membership')}
<a href="${link ?? `/consent/${purpose}`}" target="_blank" rel="noopener">${words.say(`join.read.${purpose}`)} <small>${words.say('join.version', { version })}</small></a></div>`;
}

const faultsAt = ({ faults }: FormParts, field: string): Fault[] =>
  faults.filter((fault) => FIELD_OF[fault] === field);

function describedBy(parts: FormParts, field: string, others: readonly string[]): Html | false {
  const isFaulty = faultsAt(parts, field).length > 0;
  const ids = isFaulty ? [`${field}-fault`, ...others] : others;
  return (
    ids.length > 0 && html` aria-describedby="${ids.join(' ')}"${isFaulty && html` aria-invalid="true"`}`
  );
}

function faultOf(parts: FormParts, field: Field): Html | false {
  const sentences = faultsAt(parts, field).map((fault) =>
    parts.words.say(`join.fault.${fault}`, { longest: LONGEST_NAME }),
  );
  return (
    sentences.length > 0 && html`<p class="fault" id="${field}-fault" role="alert">${sentences.join(' ')}</p>`
  );
}
