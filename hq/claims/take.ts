/**
 * Takes a claim: checks the token, records that it was used, settles the ledger and tells the mirror. The same claim once
 * more changes nothing, and claims may come in any order.
 *
 *   verify ─► lock ledger ─► contact, claim ─► lock mirror ─► code seen ─► ledger settled ─► mirror's inbox ─► commit
 *
 * The transaction of a delivery locks the mirror's row before its codes as well, and never the ledger: none waits for another in
 * a ring.
 */
import { sql } from 'kysely';
import { contactFor } from '../contacts/contacts.ts';
import { type Verdict, WINNING } from '../credit/fold.ts';
import { lockLedger, settle } from '../credit/ledger.ts';
import { sendToMirror } from '../inbox/send.ts';
import type { HqParts } from '../server.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { type Claim, claimIdOf, type Taken } from './claim.ts';
import { seeCode } from './codes.ts';
import { findContactWay } from './contact-ways.ts';
import { verifyToken } from './verify.ts';

/** Whose code it was, by a token or by an advisor's static code. */
interface Used {
  readonly mirrorId: string;
  /** '' for a static code. */
  readonly token: string;
  readonly ba: string | null;
}

export async function takeClaim(parts: HqParts, claim: Claim): Promise<Taken> {
  const used = await findUsed(parts.db, claim.used);
  if (used === undefined) return { kind: 'refused' };
  return parts.db.transaction().execute(async (tx) => {
    await lockLedger(tx);
    return takeWithin(tx, parts, claim, used);
  });
}

/** undefined: none of a mirror of ours. */
async function findUsed(db: HqDatabase, used: Claim['used']): Promise<Used | undefined> {
  if ('state' in used) {
    const way = await findContactWay(db, used.state);
    return way && { mirrorId: way.mirrorId, token: '', ba: way.ba };
  }
  const verified = await verifyToken(db, used.token);
  return verified && { mirrorId: verified.mirrorId, token: used.token, ba: null };
}

/** Within a transaction that holds `lockLedger`. */
export async function takeWithin(tx: HqDatabase, parts: HqParts, claim: Claim, used: Used): Promise<Taken> {
  const { mirrorId, token } = used;
  const nowMs = parts.now();
  const { claimId, contactId, isRepeat } = await recordClaim(tx, claim, used, nowMs);
  await lockMirror(tx, mirrorId);
  if (token !== '') await seeCode(tx, mirrorId, token, nowMs);
  const verdicts = await settle(
    tx,
    { mirrorId, token, claimId, contactId },
    parts.settings.credit.known,
    nowMs,
  );
  const own = verdicts.find((each) => each.claim.claimId === claimId && each.claim.mirrorId === mirrorId);
  // A mirror that has no store any more stands nowhere, and nobody is credited.
  const outcome = own?.outcome ?? 'unconfirmed';
  if (own !== undefined && token !== '' && WINNING.includes(outcome))
    await tellMirror(tx, own, verdicts, nowMs);
  return { kind: 'taken', mirrorId, claimId, contactId, outcome, isRepeat };
}

/** A repeat finds its claim before it looks for its contact: of a person whose data was deleted it brings nothing back. */
async function recordClaim(tx: HqDatabase, claim: Claim, used: Used, nowMs: number) {
  const { mirrorId, token } = used;
  const isStatic = token === '';
  const known = isStatic ? undefined : await findClaim(tx, mirrorId, claim.id);
  if (known !== undefined) return { claimId: claim.id, contactId: known.contact_id, isRepeat: true };
  const contactId = claim.contact && (await contactFor(tx, claim.contact, nowMs));
  // Everybody uses the same static code, several in one second too.
  const claimId = isStatic ? claimIdOf(claim.id, contactId ?? '') : claim.id;
  const isNew = await insertClaim(tx, { ...claim, id: claimId }, used, contactId, nowMs);
  return { claimId, contactId, isRepeat: !isNew };
}

const findClaim = (tx: HqDatabase, mirrorId: string, claimId: string) =>
  tx
    .selectFrom('claims')
    .select('contact_id')
    .where('mirror_id', '=', mirrorId)
    .where('claim_id', '=', claimId)
    .executeTakeFirst();

async function insertClaim(
  tx: HqDatabase,
  { id, carrier, standing, claimedMs, isProven = true }: Claim,
  { mirrorId, token, ba }: Used,
  contactId: string | null,
  nowMs: number,
): Promise<boolean> {
  const row = {
    mirror_id: mirrorId,
    claim_id: id,
    token,
    carrier,
    contact_id: contactId,
    standing,
    claimed_ms: claimedMs,
    received_ms: nowMs,
    ba,
    is_proven: isProven,
  };
  const inserted = await tx
    .insertInto('claims')
    .values(row)
    .onConflict((on) => on.columns(['mirror_id', 'claim_id']).doNothing())
    .returning('claim_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** To be held before any of its codes is written: deliveries lock in this order as well. */
export async function lockMirror(tx: HqDatabase, mirrorId: string): Promise<void> {
  await tx.selectFrom('mirrors').select('mirror_id').where('mirror_id', '=', mirrorId).forUpdate().execute();
}

/** Once for each code; the mirror's own word of it may come later. */
async function tellMirror(
  tx: HqDatabase,
  { claim }: Verdict,
  verdicts: readonly Verdict[],
  nowMs: number,
): Promise<void> {
  const { mirrorId, token, claimedMs, standing } = claim;
  if (!(await isFirstTime(tx, 'claim_told_ms', mirrorId, token, nowMs))) return;
  // Verdicts stand in the order of their times.
  const first = verdicts.find(
    (each) => each.claim.contactId === claim.contactId && WINNING.includes(each.outcome),
  );
  const isNew = first?.claim === claim && standing !== 'known';
  const body = { token, contact: isNew ? 'new' : 'known', claimedAtMs: Math.max(0, claimedMs) } as const;
  await sendToMirror(tx, mirrorId, 'claim', body, nowMs);
}

/** Notes that the mirror is told. @returns false when it was told before */
export async function isFirstTime(
  tx: HqDatabase,
  what: 'claim_told_ms' | 'join_told_ms',
  mirrorId: string,
  token: string,
  nowMs: number,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE codes SET ${sql.ref(what)} = ${nowMs}
    WHERE mirror_id = ${mirrorId} AND token = ${token} AND ${sql.ref(what)} IS NULL RETURNING token`.execute(
    tx,
  );
  return rows.length > 0;
}

/**
 * After a delivery of events was committed and before it is acknowledged: credits what was claimed before the mirror's own
 * word of the code came. A process that is killed in between is told the events again.
 */
export async function settlePending(
  { db, settings, now }: HqParts,
  mirrorId: string,
  tokens: readonly string[],
): Promise<void> {
  if (tokens.length === 0) return;
  const claimed = await db
    .selectFrom('claims')
    .select(['token', 'claim_id', 'contact_id'])
    .where('mirror_id', '=', mirrorId)
    .where('token', '=', sql<string>`ANY (${tokens}::text[])`)
    .execute();
  for (const { token, claim_id, contact_id } of claimed)
    await db.transaction().execute(async (tx) => {
      await lockLedger(tx);
      await settle(
        tx,
        { mirrorId, token, claimId: claim_id, contactId: contact_id },
        settings.credit.known,
        now(),
      );
    });
}
