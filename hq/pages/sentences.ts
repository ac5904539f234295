/** What a refused form tells its sender: the sentence of the error's code in her language, where there is one. */
import { ZodError } from 'zod';
import { hasSentence } from '../../main/contract/coded-error.ts';
import type { OperatorErrorCode } from '../accounts/operators.ts';
import { SHORTEST_PASSWORD } from '../accounts/passwords.ts';
import { type LineErrorCode, LONGEST_LINE } from '../advisors/cards.ts';
import type { PhotoErrorCode } from '../advisors/photo.ts';
import type { CorrectErrorCode } from '../credit/correct.ts';
import { Problem } from '../http/problem.ts';
import { type Html, html } from './html.ts';
import { said } from './layout.ts';
import type { Phrase, Words } from './words.ts';

const PHRASES: Record<OperatorErrorCode | CorrectErrorCode | PhotoErrorCode | LineErrorCode, Phrase> = {
  'login-invalid': 'fault.loginInvalid',
  'login-taken': 'fault.loginTaken',
  'scope-unknown': 'fault.scopeUnknown',
  'operator-unknown': 'fault.operatorUnknown',
  'password-short': 'fault.passwordShort',
  'password-long': 'fault.passwordLong',
  'password-same': 'fault.passwordSame',
  'password-wrong': 'fault.passwordWrong',
  'claim-unknown': 'fault.claimUnknown',
  'store-unknown': 'fault.storeUnknown',
  'advisor-unknown': 'fault.advisorUnknown',
  'reason-missing': 'fault.reasonMissing',
  'line-long': 'advisors.lineLong',
  'photo-kind': 'advisors.photoKind',
  'photo-broken': 'advisors.photoBroken',
  'photo-large': 'advisors.photoLarge',
};

/** Throws `error` on when it is no matter of what the form said. */
export function sentenceOf(words: Words, error: unknown): string {
  if (error instanceof ZodError) return words.say('fault.incomplete');
  if (error instanceof Problem || !hasSentence(error)) throw error;
  const phrase = (PHRASES as Partial<Record<string, Phrase>>)[error.code];
  return phrase === undefined
    ? error.message
    : words.say(phrase, { shortest: SHORTEST_PASSWORD, most: LONGEST_LINE });
}

/** The same, as a box; a file's mistakes stand each on a line of their own. */
export function refusalOf(words: Words, error: unknown): Html {
  const [first, ...others] = sentenceOf(words, error).split('\n');
  const list = others.length > 0 && html`<ul>${others.map((each) => html`<li>${each.trim()}</li>`)}</ul>`;
  return said(html`${first}${list}`, true);
}
