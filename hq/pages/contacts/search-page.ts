/** The page by which a contact is searched; beside it, for role hq, the import of tiers. */
import type { FastifyRequest } from 'fastify';
import { operatorIn } from '../../accounts/guard.ts';
import { type Html, html } from '../html.ts';
import { csrfField } from '../layout.ts';

/** @param query as it was typed @param imported what became of a file */
export function searchPage(request: FastifyRequest, message?: Html, query = '', imported?: Html): Html {
  const { words } = request;
  const isHq = operatorIn(request).role === 'hq';
  return html`<h1>${words.say('nav.contacts')}</h1>
<p class="lead">${words.say(isHq ? 'contacts.lead' : 'contacts.leadOwn')}</p>
${message}
<form class="fields narrow" method="post" action="/contacts">${csrfField(request)}
<label>${words.say('contacts.query')}<input type="search" name="query" value="${query}" required maxlength="80" autocomplete="off" spellcheck="false"></label>
<div><button>${words.say('contacts.find')}</button></div></form>
${isHq && tiersForm(request, imported)}`;
}

function tiersForm(request: FastifyRequest, imported?: Html): Html {
  const { words } = request;
  return html`<section><h2>${words.say('contacts.tiers')}</h2><p>${words.say('contacts.tiersMeaning')}</p>
${imported}
<form class="stack" method="post" action="/contacts/tiers" enctype="multipart/form-data">${csrfField(request)}
<label>${words.say('counts.file')}<input type="file" name="file" accept=".csv,text/csv" required></label>
<div><button>${words.say('counts.import')}</button></div></form>
<div class="notes"><p>${words.say('counts.form')}</p><pre>phone,tier
13800138000,vip
+33612345678,bought
</pre></div></section>`;
}
