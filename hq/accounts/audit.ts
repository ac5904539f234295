/** What operators did, one row each, never changed: for the one who must find out later. No password, no key, no code. */
import { v7 as newId } from 'uuid';
import type { HqDatabase } from '../storage/schema.ts';

export type Deed =
  | 'signed-in'
  | 'sign-in-failed'
  | 'signed-out'
  | 'password-changed'
  | 'operator-created'
  | 'operator-removed'
  | 'password-given'
  | 'funnel-exported'
  | 'registry-imported'
  | 'counts-imported'
  | 'inbox-sent'
  | 'enrolment-code-given'
  | 'credit-exported'
  | 'credit-corrected'
  | 'code-looked-up'
  | 'joined-at-desk'
  | 'contact-looked-up'
  | 'contact-deleted'
  | 'consent-withdrawn'
  | 'tiers-imported'
  | 'card-changed'
  | 'code-key-rotated'
  | 'code-key-revoked'
  /** By a platform, and no operator. */
  | 'carrier-noticed';

export async function audit(
  db: Pick<HqDatabase, 'insertInto'>,
  entry: { operatorId: string | null; what: Deed; detail?: Readonly<Record<string, string | number>> },
  nowMs: number,
): Promise<void> {
  const { operatorId, what, detail = {} } = entry;
  const row = { id: newId(), at_ms: nowMs, operator_id: operatorId, what, detail: JSON.stringify(detail) };
  await db.insertInto('audit').values(row).execute();
}
