/** Consents: what she agreed to or took back, in which version and language. Rows are added; the newest of a purpose holds. */
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { HqSettings } from '../settings/hq-settings.ts';
import type { HqDatabase } from '../storage/schema.ts';

export const PURPOSES = ['membership', 'marketing'] as const;
export type Purpose = (typeof PURPOSES)[number];

export interface Consent {
  readonly purpose: Purpose;
  readonly version: string;
  readonly isGiven: boolean;
  readonly atMs: number;
}

export async function noteConsent(
  tx: HqDatabase,
  contactId: string,
  consent: { purpose: Purpose; isGiven: boolean; locale: string },
  { membership }: HqSettings,
  nowMs: number,
): Promise<void> {
  const { purpose, isGiven, locale } = consent;
  const { version } = membership[purpose];
  const row = {
    contact_id: contactId,
    id: newId(),
    purpose,
    version,
    locale,
    is_given: isGiven,
    at_ms: nowMs,
  };
  await tx.insertInto('consents').values(row).execute();
}

/** One for each purpose that was ever asked. */
export async function readConsents(db: HqDatabase, contactId: string): Promise<Consent[]> {
  const { rows } = await sql<{ purpose: Purpose; version: string; is_given: boolean; at_ms: number }>`
    SELECT DISTINCT ON (purpose) purpose, version, is_given, at_ms FROM consents
    WHERE contact_id = ${contactId} ORDER BY purpose, at_ms DESC, id DESC`.execute(db);
  return rows.map(({ purpose, version, is_given, at_ms }) => ({
    purpose,
    version,
    isGiven: is_given,
    atMs: at_ms,
  }));
}
