/** `/contacts`: one contact at a time, by what she gave or by a claim. What is typed travels in no address, where proxies would keep it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit, type Deed } from '../../accounts/audit.ts';
import { operatorIn, requireOperator } from '../../accounts/guard.ts';
import { scopeOf } from '../../accounts/scope.ts';
import { PURPOSES } from '../../contacts/consent.ts';
import { deleteContact } from '../../contacts/delete.ts';
import { setConsent } from '../../contacts/member.ts';
import { picksFor } from '../../funnel/picks.ts';
import { Problem } from '../../http/problem.ts';
import { readCatalogue } from '../funnel/catalogue.ts';
import type { Html } from '../html.ts';
import { said, sendPage } from '../layout.ts';
import type { PagesOptions } from '../pages.ts';
import { contactPage, deletePage } from './contact-page.ts';
import { type ContactDetail, findOwnContact, readContact } from './find-contact.ts';
import { searchPage } from './search-page.ts';

type Params = { Params: { contact: string } };

const searchForm = z.object({ query: z.string().trim().max(80).catch('') });
const withdrawForm = z.object({ purpose: z.enum(PURPOSES) });

export function registerContacts(app: FastifyInstance, options: PagesOptions): void {
  const { db, now, settings } = options;
  const guard = { onRequest: requireOperator() };
  const note = (request: FastifyRequest, what: Deed, detail: Record<string, string>) =>
    audit(db, { operatorId: operatorIn(request).id, what, detail }, now());
  const send = (request: FastifyRequest, reply: FastifyReply, body: Html, status = 200) =>
    sendPage(request, reply, { title: request.words.say('nav.contacts'), body, status });

  app.get('/contacts', guard, async (request, reply) => send(request, reply, searchPage(request)));
  app.post('/contacts', guard, async (request, reply) => {
    const { query } = searchForm.parse(request.body);
    const scope = scopeOf(operatorIn(request));
    const id = await findOwnContact(db, scope, query, settings.membership.country);
    await note(request, 'contact-looked-up', { contact: id ?? '' });
    if (id !== undefined) return reply.redirect(`/contacts/${id}`, 303);
    const message = said(request.words.say('contacts.notFound'), true);
    return send(request, reply, searchPage(request, message, query), 404);
  });
  app.get<Params>('/contacts/:contact', guard, async (request, reply) =>
    send(request, reply, await detailPage(options, request)),
  );
  registerRequests(app, options, { note, send });
}

/** What is done on her own request, by role hq. */
function registerRequests(
  app: FastifyInstance,
  options: PagesOptions,
  {
    note,
    send,
  }: {
    note(request: FastifyRequest, what: Deed, detail: Record<string, string>): Promise<void>;
    send(request: FastifyRequest, reply: FastifyReply, body: Html): FastifyReply;
  },
): void {
  const guard = { onRequest: requireOperator('hq') };
  app.post<Params>('/contacts/:contact/withdraw', guard, async (request, reply) => {
    const { id } = await known(options, request);
    const form = withdrawForm.safeParse(request.body);
    if (!form.success) throw new Problem('bad-request', 'There is no such consent.');
    const { purpose } = form.data;
    await setConsent(options, id, purpose, false, request.words.locale);
    await note(request, 'consent-withdrawn', { contact: id, purpose });
    return send(
      request,
      reply,
      await detailPage(options, request, said(request.words.say('contacts.withdrawn'))),
    );
  });
  app.get<Params>('/contacts/:contact/delete', guard, async (request, reply) =>
    send(request, reply, deletePage(request, await known(options, request))),
  );
  app.post<Params>('/contacts/:contact/delete', guard, async (request, reply) => {
    const { id } = await known(options, request);
    await deleteContact(options, id, { operatorId: operatorIn(request).id });
    return send(request, reply, searchPage(request, said(request.words.say('contacts.deleted'))));
  });
}

/** Throws `not-found` for a contact out of scope and for one that nobody is alike; where nothing is left to act on, too. */
async function known(options: PagesOptions, request: FastifyRequest): Promise<ContactDetail> {
  const contact = await contactIn(options, request);
  if (contact.deletedMs === null) return contact;
  throw new Problem('not-found', 'Her data was deleted.');
}

async function contactIn({ db }: PagesOptions, request: FastifyRequest): Promise<ContactDetail> {
  const { contact: id } = request.params as Params['Params'];
  const contact = await readContact(db, scopeOf(operatorIn(request)), id);
  if (contact === undefined) throw new Problem('not-found', 'There is no such contact for you.');
  return contact;
}

async function detailPage(options: PagesOptions, request: FastifyRequest, message?: Html): Promise<Html> {
  const scope = scopeOf(operatorIn(request));
  const [contact, picks, catalogue] = await Promise.all([
    contactIn(options, request),
    picksFor(options.db, scope),
    readCatalogue(options.db, scope),
  ]);
  const [zone, ...others] = new Set(picks.stores.map(({ timeZone }) => timeZone));
  const timeZone = zone === undefined || others.length > 0 ? 'UTC' : zone;
  return contactPage(request, { contact, picks, catalogue, timeZone }, message);
}
