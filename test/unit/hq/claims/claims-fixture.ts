/** An HQ with stores of two dealers, mirrors that show codes, and shoppers who claim them by way of any carrier. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Claim, type ContactRef, claimIdOf } from '../../../../hq/claims/claim.ts';
import { takeClaim } from '../../../../hq/claims/take.ts';
import type { CreditRow } from '../../../../hq/credit/ledger.ts';
import { importRegistry } from '../../../../hq/registry/import.ts';
import type { HqParts } from '../../../../hq/server.ts';
import { DEFAULT_HQ_SETTINGS, type HqSettings } from '../../../../hq/settings/hq-settings.ts';
import type { OpenDatabase } from '../../../../hq/storage/database.ts';
import type { HqDatabase } from '../../../../hq/storage/schema.ts';
import type { EventBody } from '../../../../main/contract/events.ts';
import { giveKey, mintToken } from '../../../fakes/tokens.ts';
import { newMirror, openTestHq, type TestHq } from '../hq-fixture.ts';

const REGISTRY = `kind,id,name,brand,dealer,store,timeZone
brand,b,Brand,,,,
dealer,east,East,b,,,
dealer,west,West,b,,,
store,shanghai,Shanghai,,east,,Asia/Shanghai
store,paris,Paris,,west,,Europe/Paris
advisor,ba-a,Advisor A,,,shanghai,
advisor,ba-b,Advisor B,,,shanghai,
advisor,ba-c,Advisor C,,,paris,
`;

export async function openClaims(opened?: OpenDatabase, settings: Partial<HqSettings> = {}) {
  const hq = await openTestHq(opened);
  await importRegistry(hq.db, REGISTRY);
  const parts: HqParts = {
    db: hq.db,
    settings: { ...DEFAULT_HQ_SETTINGS, ...settings },
    now: () => hq.clock.nowMs,
  };
  return { ...hq, parts };
}

export type Claims = Awaited<ReturnType<typeof openClaims>>;

/** A mirror with a key, and how it shows codes. */
export async function codeMirror(hq: TestHq, store = 'shanghai') {
  const mirror = await newMirror(hq, store);
  const key = await giveKey(hq.db, mirror.id);
  return {
    ...mirror,
    token: () => mintToken(key),
    /** Its own word of the code reaches HQ. */
    async shows(token: string, body: Partial<EventBody<'code.shown'>> = {}, timeMs = hq.clock.nowMs) {
      const whole = { token, carrier: 'link' as const, benefit: null, ba: 'ba-a', skus: [], ...body };
      const visitId = randomUUID();
      await mirror.send([mirror.mint({ type: 'code.shown', visitId, body: whole }, timeMs)]);
      return visitId;
    },
  };
}

export const wecom = (ref: string): ContactRef => ({ channel: 'wecom', ref });

export function claimOf(token: string, contact: Claim['contact'], changes: Partial<Claim> = {}): Claim {
  const claimedMs = changes.claimedMs ?? 0;
  return {
    id: claimIdOf('test', token, JSON.stringify(contact), String(claimedMs)),
    used: { token },
    carrier: 'link',
    contact,
    standing: null,
    claimedMs,
    ...changes,
  };
}

export const take = (
  { parts, clock }: Claims,
  token: string,
  ref: string | null,
  changes: Partial<Claim> = {},
) =>
  takeClaim(parts, claimOf(token, ref === null ? null : wecom(ref), { claimedMs: clock.nowMs, ...changes }));

/** What holds: the highest version of each claim, oldest first. */
export async function ledgerOf(db: HqDatabase): Promise<CreditRow[]> {
  const { rows } = await sql<CreditRow>`
    SELECT * FROM (SELECT DISTINCT ON (mirror_id, claim_id) * FROM credits
      ORDER BY mirror_id, claim_id, version DESC) AS held ORDER BY claimed_ms, claim_id`.execute(db);
  return rows;
}

export async function inboxOf(db: HqDatabase, mirrorId: string, kind: string): Promise<unknown[]> {
  const rows = await db
    .selectFrom('inbox')
    .select('body')
    .where('mirror_id', '=', mirrorId)
    .where('kind', '=', kind)
    .orderBy('cursor')
    .execute();
  return rows.map(({ body }) => JSON.parse(body) as unknown);
}
