/** `/consent/<purpose>`: the texts that she agrees to, each with its version, where the brand has none of its own. */
import type { FastifyInstance } from 'fastify';
import { PURPOSES } from '../contacts/consent.ts';
import { Problem } from '../http/problem.ts';
import { html } from '../pages/html.ts';
import type { HqParts } from '../server.ts';
import { sendLanding } from './frame.ts';
import type { LandingPhrase } from './words.ts';

const SECTIONS = {
  membership: ['what', 'never', 'why', 'who', 'kept', 'rights', 'young'],
  marketing: ['what', 'never', 'why', 'kept', 'rights', 'young'],
} as const;

export function registerConsentPages(app: FastifyInstance, { settings }: HqParts): void {
  app.get<{ Params: { purpose: string } }>('/consent/:purpose', (request, reply) => {
    const purpose = PURPOSES.find((each) => each === request.params.purpose);
    if (purpose === undefined) throw new Problem('not-found', 'There is no such text.');
    const { link, version } = settings.membership[purpose];
    if (link !== undefined) return reply.redirect(link, 303);
    const { landing: words } = request;
    const say = (phrase: string) => words.say(`consent.${purpose}.${phrase}` as LandingPhrase);
    const sections = SECTIONS[purpose].map(
      (section) =>
        html`<section><h2>${say(`${section}.title`)}</h2><p>${say(`${section}.text`)}</p></section>`,
    );
    const title = say('title');
    const body = html`<article><h1>${title}</h1>
<p class="small">${words.say('consent.version', { version })}</p>
<p class="lead">${say('lead')}</p>${sections}</article>`;
    return sendLanding(request, reply, { title, body });
  });
}
