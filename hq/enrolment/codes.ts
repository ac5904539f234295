/**
 * One-time codes, by which a new mirror comes to its key: made for one mirror of the registry, stored as a hash, good for a
 * day and for one use. A code read out at the counter is spelt without letters that look alike.
 */
import { createHash, randomInt } from 'node:crypto';
import { CodedError } from '../../main/contract/coded-error.ts';
import type { Enrolment, EnrolRequest } from '../../main/contract/wire.ts';
import { sendCardsTo } from '../advisors/cards.ts';
import { giveKeyIfNone, takeOwnKey } from '../claims/keys.ts';
import { Problem } from '../http/problem.ts';
import { newKey, readStandings, standingAt } from '../ingest/mirror-directory.ts';
import type { HqDatabase } from '../storage/schema.ts';

export type CodeErrorCode = 'mirror-unknown';

export const CODE_LASTS_MS = 24 * 3_600_000;
/** Crockford's alphabet: 16 signs are 80 bits. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** As typed: small letters, spaces and other hyphens are no mistake. */
const hashOf = (code: string): string =>
  createHash('sha256')
    .update(code.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''))
    .digest('hex');

/** Makes the mirror's code; an older one that was not used is void. Throws `mirror-unknown`. @returns it, to be shown once */
export async function createCode(db: HqDatabase, mirrorId: string, nowMs: number): Promise<string> {
  const group = () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  const code = Array.from({ length: 4 }, group).join('-');
  await db.transaction().execute(async (tx) => {
    const mirror = await tx
      .selectFrom('mirrors')
      .select('mirror_id')
      .where('mirror_id', '=', mirrorId)
      .executeTakeFirst();
    if (mirror === undefined)
      throw new CodedError<CodeErrorCode>(
        'mirror-unknown',
        `The registry has no mirror "${mirrorId}": import it first.`,
      );
    await tx
      .deleteFrom('enrolment_codes')
      .where('mirror_id', '=', mirrorId)
      .where('used_ms', 'is', null)
      .execute();
    const row = {
      code_hash: hashOf(code),
      mirror_id: mirrorId,
      expires_ms: nowMs + CODE_LASTS_MS,
      used_ms: null,
    };
    await tx.insertInto('enrolment_codes').values(row).execute();
  });
  return code;
}

/** Uses the code up and gives its mirror a new key; the old one is void at once. Throws `code-refused`. */
export async function enrol(
  db: HqDatabase,
  { code, codeKey }: EnrolRequest,
  nowMs: number,
): Promise<Enrolment> {
  return db.transaction().execute(async (tx) => {
    const used = await tx
      .updateTable('enrolment_codes')
      .set({ used_ms: nowMs })
      .where('code_hash', '=', hashOf(code))
      .where('used_ms', 'is', null)
      .where('expires_ms', '>', nowMs)
      .returning('mirror_id')
      .executeTakeFirst();
    if (used === undefined)
      throw new Problem(
        'code-refused',
        'This code is wrong, used or too old: get a new one from the fleet page.',
      );
    const mirror = used.mirror_id;
    const standings = await readStandings(tx, mirror);
    if (standings === undefined)
      throw new Problem(
        'code-refused',
        `The mirror "${mirror}" has no store: import one for it into the registry.`,
      );
    const { key, keyHash } = newKey(mirror);
    await tx
      .updateTable('mirrors')
      .set({ key_hash: keyHash, enrolled_ms: nowMs })
      .where('mirror_id', '=', mirror)
      .execute();
    const { storeId } = standingAt(standings, nowMs);
    await sendCardsTo(tx, mirror, storeId, nowMs);
    if (codeKey !== undefined) await takeOwnKey(tx, mirror, codeKey, nowMs);
    await giveKeyIfNone(tx, mirror, nowMs);
    return { store: storeId, mirror, key };
  });
}
