/** What stands behind a mirror's codes, for role hq: its keys, HQ's stock of codes, and the states of advisors' static codes. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { PooledCarrier } from '../../../main/contract/carriers.ts';
import { audit, type Deed } from '../../accounts/audit.ts';
import { operatorIn, requireOperator } from '../../accounts/guard.ts';
import { cardsOf } from '../../advisors/cards.ts';
import { contactWayState } from '../../claims/contact-ways.ts';
import { revokedKeys, revokeKey, rotateKey } from '../../claims/keys.ts';
import { Problem } from '../../http/problem.ts';
import type { HqDatabase } from '../../storage/schema.ts';
import { type Html, html } from '../html.ts';
import { csrfField } from '../layout.ts';
import type { PagesOptions } from '../pages.ts';
import type { Words } from '../words.ts';
import { momentCell } from './cells.ts';
import type { FleetMirror } from './fleet-rows.ts';

type Params = { Params: { mirror: string; key: string } };

export function registerMirrorCodes(app: FastifyInstance, { db, now }: PagesOptions): void {
  const guard = { onRequest: requireOperator('hq') };
  const note = (request: FastifyRequest, what: Deed, detail: Record<string, string>) =>
    audit(db, { operatorId: operatorIn(request).id, what, detail }, now());
  app.post<Params>('/fleet/:mirror/key', guard, async (request, reply) => {
    const { mirror } = request.params;
    await requireMirror(db, mirror);
    await rotateKey(db, mirror, now());
    await note(request, 'code-key-rotated', { mirror });
    return reply.redirect(`/fleet/${mirror}#keys`, 303);
  });
  app.post<Params>('/fleet/:mirror/key/:key/revoke', guard, async (request, reply) => {
    const { mirror, key } = request.params;
    if (!(await keysOf(db, mirror)).some(({ key_id }) => key_id === key))
      throw new Problem('not-found', 'This mirror has no such key.');
    await revokeKey(db, key, now());
    await note(request, 'code-key-revoked', { mirror, key });
    return reply.redirect(`/fleet/${mirror}#keys`, 303);
  });
}

async function requireMirror(db: HqDatabase, mirror: string): Promise<void> {
  const row = await db
    .selectFrom('mirrors')
    .select('mirror_id')
    .where('mirror_id', '=', mirror)
    .executeTakeFirst();
  if (row === undefined) throw new Problem('not-found', 'There is no such mirror.');
}

/** Without their secrets. */
const keysOf = (db: HqDatabase, mirror: string) =>
  db
    .selectFrom('code_keys')
    .select(['key_id', 'created_ms', 'revoked_ms'])
    .where('mirror_id', '=', mirror)
    .orderBy('created_ms', 'desc')
    .orderBy('key_id')
    .execute();

type Key = Awaited<ReturnType<typeof keysOf>>[number];
interface Level {
  carrier: PooledCarrier;
  left: number;
}

/** Of the mirror's page. */
export async function codesPart(
  db: HqDatabase,
  request: FastifyRequest,
  mirror: FleetMirror,
  nowMs: number,
): Promise<Html> {
  const { words } = request;
  const [keys, levels, advisors] = await Promise.all([
    keysOf(db, mirror.id),
    levelsOf(db, mirror.id, nowMs),
    mirror.store === null ? [] : cardsOf(db, mirror.store.id, nowMs),
  ]);
  return html`<section id="keys"><h2>${words.say('keys.title')}</h2><p class="soft">${words.say('keys.meaning')}</p>
${keys.length === 0 ? html`<p>${words.say('keys.none')}</p>` : keyTable(request, mirror, keys, nowMs)}
<form method="post" action="/fleet/${mirror.id}/key">${csrfField(request)}<p><button>${words.say('keys.rotate')}</button></p></form></section>
<section><h2>${words.say('keys.pool')}</h2><p class="soft">${words.say('keys.poolMeaning')}</p>${levelTable(words, levels)}</section>
${advisors.length > 0 && html`<section><h2>${words.say('keys.ways')}</h2><p class="soft">${words.say('keys.waysMeaning')}</p>${wayTable(words, mirror, advisors)}</section>`}`;
}

/** Made for the mirror, neither shown nor past their end, and of no key that was revoked. */
async function levelsOf(db: HqDatabase, mirror: string, nowMs: number): Promise<Level[]> {
  const dead = (await revokedKeys(db, mirror)).map((id) => Buffer.from(id, 'hex').toString('base64url'));
  const { rows } = await sql<Level>`
    SELECT pooled.carrier, count(*) FILTER (
      WHERE code.shown_ms IS NULL AND (pooled.expires_ms IS NULL OR pooled.expires_ms > ${nowMs})
      -- Behind its version a token begins with its key: four signs of base64url are the three bytes of the id.
      AND substr(pooled.token, 2, 4) <> ALL (${dead}::text[])) AS "left"
    FROM code_pool AS pooled
    LEFT JOIN codes AS code ON code.mirror_id = pooled.mirror_id AND code.token = pooled.token
    WHERE pooled.mirror_id = ${mirror} GROUP BY 1 ORDER BY 1`.execute(db);
  return rows;
}

function keyTable(request: FastifyRequest, mirror: FleetMirror, keys: readonly Key[], nowMs: number): Html {
  const { words } = request;
  const rows = keys.map(({ key_id, created_ms, revoked_ms }) => {
    const state =
      revoked_ms === null
        ? words.say('keys.valid')
        : words.say('keys.revoked', { ago: words.ago(Math.max(0, nowMs - revoked_ms)) });
    return html`<tr><th scope="row"><code>${key_id}</code></th>
<td data-head="${words.say('keys.since')}"><div>${momentCell(words, mirror, created_ms, nowMs)}</div></td>
<td data-head="${words.say('keys.state')}">${state}</td>
<td data-head="${words.say('operators.do')}"><div>${revoked_ms === null && revocation(request, mirror.id, key_id)}</div></td></tr>`;
  });
  return html`<div class="sheet"><table class="cards"><thead><tr><th scope="col">${words.say('keys.id')}</th><th scope="col">${words.say('keys.since')}</th>
<th scope="col">${words.say('keys.state')}</th><th scope="col">${words.say('operators.do')}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** In two steps: what it does stands before the button. */
function revocation(request: FastifyRequest, mirror: string, key: string): Html {
  const { words } = request;
  return html`<details><summary>${words.say('keys.revoke')}</summary><p>${words.say('keys.revokeMeaning')}</p>
<form method="post" action="/fleet/${mirror}/key/${key}/revoke">${csrfField(request)}<button aria-label="${words.say('keys.revokeNow')}: ${key}">${words.say('keys.revokeNow')}</button></form></details>`;
}

function levelTable(words: Words, levels: readonly Level[]): Html {
  if (levels.length === 0) return html`<p>${words.say('keys.poolNone')}</p>`;
  return html`<dl class="facts">${levels.map(
    ({ carrier, left }) =>
      html`<div><dt>${words.say(`carrier.${carrier}`)}</dt><dd>${words.say('keys.left', { count: words.number(left) })}</dd></div>`,
  )}</dl>`;
}

function wayTable(
  words: Words,
  mirror: FleetMirror,
  advisors: readonly { readonly id: string; readonly name: string }[],
): Html {
  const rows = advisors.map(
    ({ id, name }) => html`<tr><th scope="row">${name}<small>${id}</small></th>
<td data-head="${words.say('keys.wecomState')}"><code>${contactWayState(mirror.id, id)}</code></td></tr>`,
  );
  return html`<div class="sheet"><table class="cards"><thead><tr><th scope="col">${words.say('keys.advisor')}</th><th scope="col">${words.say('keys.wecomState')}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
