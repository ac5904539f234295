/** What a platform tells that is no claim, but that the operators must know: counted, and kept in the audit once. */
import type { Deed } from '../accounts/audit.ts';
import { claimIdOf } from '../claims/claim.ts';
import type { CarrierParts } from './parts.ts';
import type { Notice } from './wecom/verify.ts';

const WHAT = 'carrier-noticed' satisfies Deed;

/** A platform says the same again when it was not heard: one row and one count. */
export async function noteForOperators(
  { db, metrics, now }: CarrierParts,
  platform: 'wecom',
  { ChangeType, CreateTime, LinkId, ExpireTime, ExpireQuotaNum }: Notice,
): Promise<void> {
  const detail = { platform, notice: ChangeType, link: LinkId, expiresMs: ExpireTime, quota: ExpireQuotaNum };
  const row = {
    id: claimIdOf(platform, ChangeType, LinkId ?? '', String(CreateTime)),
    at_ms: now(),
    operator_id: null,
    what: WHAT,
    detail: JSON.stringify(detail),
  };
  const inserted = await db
    .insertInto('audit')
    .values(row)
    .onConflict((on) => on.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted !== undefined) metrics.notice(platform, ChangeType);
}
