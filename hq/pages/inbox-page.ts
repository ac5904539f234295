/** `/inbox`: tells one mirror, a store's mirrors or all of them something: catalogue, prices, stock, settings, benefits … */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { CodedError } from '../../main/contract/coded-error.ts';
import { INBOX_KINDS, type InboxKind } from '../../main/contract/wire.ts';
import { audit } from '../accounts/audit.ts';
import { operatorIn, requireOperator } from '../accounts/guard.ts';
import { localDay } from '../accounts/scope.ts';
import { visibleStores } from '../funnel/picks.ts';
import { sendToMirror } from '../inbox/send.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { type Html, html } from './html.ts';
import { csrfField, said, sendPage } from './layout.ts';
import type { PagesOptions } from './pages.ts';
import { refusalOf } from './sentences.ts';

/** HQ sends these by itself, in step with what it keeps. */
const OWN_KINDS = ['code-key', 'pool', 'advisors'] as const satisfies InboxKind[];
type OfferedKind = Exclude<InboxKind, (typeof OWN_KINDS)[number]>;
const OFFERED = INBOX_KINDS.filter((kind): kind is OfferedKind => !(OWN_KINDS as InboxKind[]).includes(kind));

const form = z.object({
  kind: z.enum(OFFERED as [OfferedKind, ...OfferedKind[]]),
  target: z.enum(['mirror', 'store', 'all']),
  mirror: z.string().trim().max(64).default(''),
  store: z.string().max(64).default(''),
  body: z.string(),
});

type Sending = z.infer<typeof form>;
type InboxErrorCode = 'nobody-there' | 'body-not-json';

export function registerInboxPage(app: FastifyInstance, { db, now }: PagesOptions): void {
  const page = async (request: FastifyRequest, message?: Html, sent?: Partial<Sending>) => ({
    title: request.words.say('nav.inbox'),
    body: await inboxPage(request, db, message, sent),
  });
  const guard = { onRequest: requireOperator('hq') };
  app.get('/inbox', guard, async (request, reply) => sendPage(request, reply, await page(request)));
  app.post('/inbox', guard, async (request, reply) => {
    const { words } = request;
    try {
      const sending = form.parse(request.body);
      const count = await send(db, sending, now());
      const { kind, target } = sending;
      const { id } = operatorIn(request);
      await audit(db, { operatorId: id, what: 'inbox-sent', detail: { kind, target, count } }, now());
      return sendPage(
        request,
        reply,
        await page(request, said(words.say('inbox.sent', { count: words.number(count) }))),
      );
    } catch (error) {
      const again = form.partial().catch({}).parse(request.body);
      const status = 422;
      return sendPage(request, reply, { ...(await page(request, refusalOf(words, error), again)), status });
    }
  });
}

/** To all of them or to none. @returns to how many mirrors */
async function send(db: HqDatabase, sending: Sending, nowMs: number): Promise<number> {
  const mirrors = await targets(db, sending, nowMs);
  if (mirrors.length === 0)
    throw new CodedError<InboxErrorCode>('nobody-there', 'There is no such mirror: check the id.');
  const body = jsonOf(sending.body);
  await db.transaction().execute(async (tx) => {
    // `sendToMirror` judges the body by its kind.
    for (const mirror of mirrors) await sendToMirror(tx, mirror, sending.kind, body as never, nowMs);
  });
  return mirrors.length;
}

/** In one order everywhere, so that two sendings at once cannot wait for each other. */
async function targets(db: HqDatabase, { target, mirror, store }: Sending, nowMs: number): Promise<string[]> {
  const today = localDay(nowMs, sql.ref('stores.time_zone'));
  const condition = {
    all: sql`true`,
    mirror: sql`mirror_id = ${mirror}`,
    store: sql`EXISTS (
      SELECT 1 FROM mirror_stores AS stands JOIN stores USING (store_id)
      WHERE stands.mirror_id = mirrors.mirror_id AND store_id = ${store}
        AND from_day <= ${today} AND (to_day IS NULL OR to_day >= ${today}))`,
  }[target];
  const { rows } = await sql<{ id: string }>`
    SELECT mirror_id AS id FROM mirrors WHERE ${condition} ORDER BY mirror_id`.execute(db);
  return rows.map(({ id }) => id);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = (cause as SyntaxError).message;
    throw new CodedError<InboxErrorCode>('body-not-json', `The message is not JSON: ${why}.`, cause);
  }
}

async function inboxPage(
  request: FastifyRequest,
  db: HqDatabase,
  message: Html | undefined,
  sent: Partial<Sending> = {},
): Promise<Html> {
  const { words } = request;
  const stores = await visibleStores(db, { kind: 'all' });
  const option = (value: string, name: string, chosen: string | undefined) =>
    html`<option value="${value}"${value === chosen && html` selected`}>${name}</option>`;
  const target = (value: Sending['target']) =>
    html`<label><input type="radio" name="target" value="${value}" required${value === (sent.target ?? 'mirror') && html` checked`}> ${words.say(`inbox.to.${value}`)}</label>`;
  return html`<h1>${words.say('nav.inbox')}</h1>
<p class="lead">${words.say('inbox.lead')}</p>
${message}
<form class="stack" method="post" action="/inbox">${csrfField(request)}
<label>${words.say('inbox.kind')}<select name="kind" required>${OFFERED.map((kind) => option(kind, words.say(`inbox.kinds.${kind}`), sent.kind))}</select></label>
<fieldset><legend>${words.say('inbox.target')}</legend><div class="row">${(['mirror', 'store', 'all'] as const).map(target)}</div></fieldset>
<label>${words.say('inbox.mirror')}<input name="mirror" value="${sent.mirror}" maxlength="64" autocapitalize="none" spellcheck="false"></label>
<label>${words.say('pick.store')}<select name="store"><option value="">${words.say('inbox.noStore')}</option>${stores.map(({ id, name }) => option(id, name, sent.store))}</select></label>
<label>${words.say('inbox.body')}<textarea name="body" required spellcheck="false">${sent.body}</textarea></label>
<div><button>${words.say('inbox.send')}</button></div>
</form>`;
}
