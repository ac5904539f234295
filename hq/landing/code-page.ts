/** The pages of a code: her shades with the form by which she keeps them, and, when she has, the welcome. */
import { type Html, html } from '../pages/html.ts';
import type { FormParts } from './join-form.ts';
import { joinForm } from './join-form.ts';
import { leaveForm } from './leave-form.ts';
import { advisorPart, benefitPart, shadesPart } from './parts.ts';
import type { Showing } from './showing.ts';
import type { Person, Sight } from './sight.ts';
import type { LandingWords } from './words.ts';

interface Page {
  title: string;
  body: Html;
}

/** Of a code that she may yet claim. */
export function openPage(showing: Showing, form: FormParts): Page {
  const { words, sight } = form;
  const title = words.say(sight.kind === 'pending' ? 'pending.title' : 'shades.title');
  const body = html`<h1>${title}</h1>
${sight.kind === 'pending' ? html`<p class="lead">${words.say('pending.text')}</p>` : shownShades(words, showing, sight)}
${aroundCode(words, showing, sight)}
${joinForm(form)}
<p class="promise">${words.say('privacy')}</p>
<p class="small">${words.say('rights')}</p>
<img class="seen" src="/t/${sight.code.token}/seen.svg" width="1" height="1" alt="">`;
  return { title, body };
}

function shownShades(words: LandingWords, showing: Showing, { code, person }: Sight): Html {
  const hasEnd = code.contactId === null && code.expiresMs !== null && !person?.hasJoined;
  return html`${showing.shades.length > 0 && html`<p class="lead">${words.say('shades.lead')}</p>`}
${shadesPart(words, showing)}
${hasEnd && html`<p class="small until">${words.say('shades.until', { moment: words.moment(code.expiresMs, showing.timeZone) })}</p>`}`;
}

/** Of a code by which she has joined. @param person null: she gave a number that is known, and has not proven that it is hers */
export function joinedPage(words: LandingWords, showing: Showing, sight: Sight, person: Person | null): Page {
  const name = person?.nickname ?? null;
  const title = name === null ? words.say('joined.titleNameless') : words.say('joined.title', { name });
  const isPending = sight.code.shownMs === null;
  const body = html`<h1>${title}</h1>
<p class="lead">${words.say(isPending ? 'joined.pending' : 'joined.lead')}</p>
${!isPending && shadesPart(words, showing)}
${aroundCode(words, showing, sight)}
${dataPart(words, person?.secret ?? null)}
<p class="promise">${words.say('privacy')}</p>`;
  return { title, body };
}

function dataPart(words: LandingWords, secret: string | null): Html {
  if (secret === null) return html`<p class="small">${words.say('joined.elsewhere')}</p>`;
  return html`<section class="data"><a class="button" href="/me/${secret}">${words.say('joined.data')}</a>
<p class="small">${words.say('joined.dataText')}</p>
${leaveForm({ words, secret })}</section>`;
}

function aroundCode(words: LandingWords, { benefit, advisor }: Showing, { code, ticket }: Sight): Html {
  const photoPath = `/t/${code.token}/advisor${ticket === null ? '' : `?c=${encodeURIComponent(ticket)}`}`;
  return html`${advisor && advisorPart(words, advisor, photoPath)}${benefit && benefitPart(words, benefit)}`;
}
