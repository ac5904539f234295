/** `/operators`: who may look into HQ; makes dealers' and stores' operators, whose first password is shown once. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit, type Deed } from '../accounts/audit.ts';
import { operatorIn, requireOperator } from '../accounts/guard.ts';
import {
  createOperator,
  givePassword,
  operatorOf,
  type Role,
  removeOperator,
} from '../accounts/operators.ts';
import { type Pick, picksFor } from '../funnel/picks.ts';
import { Problem } from '../http/problem.ts';
import { type Html, html } from './html.ts';
import { csrfField, roleName, said, sendPage } from './layout.ts';
import type { PagesOptions } from './pages.ts';
import { refusalOf } from './sentences.ts';

const newForm = z.object({
  login: z.string().trim().toLowerCase(),
  /** `store:nanjing-road`, or `hq:`. */
  scope: z.string().regex(/^(hq|dealer|store):/),
});

type Params = { Params: { id: string } };

export function registerOperators(app: FastifyInstance, options: PagesOptions): void {
  const { db, now, passwords } = options;
  const guard = { onRequest: requireOperator('hq') };
  const page = async (request: FastifyRequest, message?: Html) => ({
    title: request.words.say('nav.operators'),
    body: await operatorsPage(request, options, message),
  });
  const note = (request: FastifyRequest, what: Deed, detail: Record<string, string>) =>
    audit(db, { operatorId: operatorIn(request).id, what, detail }, now());

  app.get('/operators', guard, async (request, reply) => sendPage(request, reply, await page(request)));
  app.post('/operators', guard, async (request, reply) => {
    try {
      const { login, scope } = newForm.parse(request.body);
      const [role, scopeId = ''] = scope.split(':') as [Role, string?];
      const made = await createOperator(db, passwords, { login, role, scopeId }, now());
      await note(request, 'operator-created', { id: made.id, role, scope: scopeId });
      return sendPage(request, reply, await page(request, secretBox(request, login, made.password)));
    } catch (error) {
      return sendPage(request, reply, {
        ...(await page(request, refusalOf(request.words, error))),
        status: 422,
      });
    }
  });
  app.post<Params>('/operators/:id/password', guard, async (request, reply) => {
    const { login } = await known(request);
    const password = await givePassword(db, passwords, request.params.id);
    await note(request, 'password-given', { id: request.params.id });
    return sendPage(request, reply, await page(request, secretBox(request, login, password)));
  });
  app.post<Params>('/operators/:id/remove', guard, async (request, reply) => {
    const { id, login } = await known(request);
    await removeOperator(db, id);
    await note(request, 'operator-removed', { id, login });
    return reply.redirect('/operators', 303);
  });

  /** Nobody takes HQ from under the own feet. */
  async function known(request: FastifyRequest): Promise<{ id: string; login: string }> {
    const { id } = request.params as { id: string };
    const row = await db
      .selectFrom('operators')
      .select('login')
      .where('operator_id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw new Problem('not-found', 'There is no such operator any more.');
    if (id === operatorIn(request).id) throw new Problem('forbidden', 'Ask another operator of HQ for that.');
    return { id, login: row.login };
  }
}

const secretBox = ({ words }: FastifyRequest, login: string, password: string): Html =>
  said(html`${words.say('operators.secret', { login })}<strong class="secret">${password}</strong>
${words.say('operators.secretMeaning')}`);

async function operatorsPage(
  request: FastifyRequest,
  { db, now }: PagesOptions,
  message?: Html,
): Promise<Html> {
  const { words } = request;
  const { dealers, stores } = await picksFor(db, { kind: 'all' });
  const names = new Map([...dealers, ...stores].map(({ id, name }) => [id, name]));
  const rows = await db.selectFrom('operators').selectAll().orderBy('role').orderBy('login').execute();
  const list = rows.map((row) => {
    const { id, login, role, scopeId, mustChange } = operatorOf(row);
    const isLocked = row.locked_until_ms > now();
    const state = isLocked ? 'operators.locked' : mustChange ? 'operators.waiting' : 'operators.active';
    return html`<tr><th scope="row">${login}</th>
<td data-head="${words.say('operators.sees')}"><div>${roleName(words, role)}${scopeId && html`<small>${names.get(scopeId) ?? scopeId}</small>`}</div></td>
<td data-head="${words.say('operators.state')}">${words.say(state)}</td>
<td>${id !== operatorIn(request).id && actions(request, id, login)}</td></tr>`;
  });
  return html`<h1>${words.say('nav.operators')}</h1>
<p class="lead">${words.say('operators.lead')}</p>
${message}
<div class="sheet"><table class="cards"><thead><tr><th scope="col">${words.say('signIn.login')}</th><th scope="col">${words.say('operators.sees')}</th>
<th scope="col">${words.say('operators.state')}</th><th scope="col">${words.say('operators.do')}</th></tr></thead><tbody>${list}</tbody></table></div>
<section><h2>${words.say('operators.new')}</h2>${newOperator(request, dealers, stores)}</section>`;
}

function actions(request: FastifyRequest, id: string, login: string): Html {
  const { words } = request;
  const form = (deed: 'password' | 'remove') =>
    html`<form method="post" action="/operators/${id}/${deed}">${csrfField(request)}<button class="plain" aria-label="${words.say(`operators.${deed}`)}: ${login}">${words.say(`operators.${deed}`)}</button></form>`;
  return html`<div class="row">${form('password')}${form('remove')}</div>`;
}

function newOperator(request: FastifyRequest, dealers: readonly Pick[], stores: readonly Pick[]): Html {
  const { words } = request;
  const group = (role: 'dealer' | 'store', picks: readonly Pick[]) =>
    html`<optgroup label="${roleName(words, role)}">${picks.map(({ id, name }) => html`<option value="${role}:${id}">${name}</option>`)}</optgroup>`;
  return html`<form class="stack" method="post" action="/operators">${csrfField(request)}
<label>${words.say('signIn.login')}<input name="login" required minlength="3" maxlength="64" autocomplete="off" autocapitalize="none" spellcheck="false"></label>
<label>${words.say('operators.sees')}<select name="scope" required>${group('store', stores)}${group('dealer', dealers)}<option value="hq:">${roleName(words, 'hq')}</option></select></label>
<div><button>${words.say('operators.create')}</button></div></form>`;
}
