/**
 * "This is not me": a phone that is shared, or a counter's tablet, knows whoever joined on it last. Her browser's secret is
 * dropped, and nothing of her data is touched.
 */
import { type Html, html } from '../pages/html.ts';
import type { LandingWords } from './words.ts';

export interface LeaveParts {
  readonly words: LandingWords;
  /** As her browser keeps it; null: it knows nobody, and there is nothing to drop. */
  readonly secret: string | null;
  /** Of the code that whoever it is goes on with. */
  readonly token?: string;
}

export function leaveForm({ words, secret, token }: LeaveParts): Html | false {
  if (secret === null) return false;
  return html`<form class="leave" method="post" action="/me/${secret}/leave">
${token !== undefined && html`<input type="hidden" name="token" value="${token}">`}
<button class="quiet">${words.say('leave.button')}</button>
<p class="small">${words.say('leave.text')}</p></form>`;
}
