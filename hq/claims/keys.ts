/**
 * The keys that mirrors mint tokens with. HQ makes them and tells the mirror through its inbox; a mirror's own key, from
 * before it was enrolled, comes with its enrolment. Every key goes on verifying until it is revoked, because a mirror may
 * be offline for half a year.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { CodedError } from '../../main/contract/coded-error.ts';
import {
  hexOf,
  KEY_ID_BYTES,
  MAC_BYTES,
  NONCE_BYTES,
  signedBytes,
  TOKEN_VERSION,
} from '../../main/contract/tokens.ts';
import type { InboxBody } from '../../main/contract/wire.ts';
import { sendToMirror } from '../inbox/send.ts';
import type { HqDatabase } from '../storage/schema.ts';

export type KeyErrorCode = 'mirror-keyless';

type CodeKey = InboxBody<'code-key'>;

const SECRET_BYTES = 32;
/** As many as a message may name; the newest. */
const MOST_REVOKED = 50;
/** Ids of HQ's keys have their top bit clear, those of mirrors' own have it set: they never meet. */
const OWN_BIT = 0x80;
const isHqs = (keyId: string): boolean => (Number.parseInt(keyId.slice(0, 2), 16) & OWN_BIT) === 0;

/** Makes the mirror's next key and tells it. Codes that are on screens go on working. */
export async function rotateKey(db: HqDatabase, mirrorId: string, nowMs: number): Promise<void> {
  if (!db.isTransaction) return db.transaction().execute((tx) => rotateKey(tx, mirrorId, nowMs));
  await insertKey(db, mirrorId, nowMs);
  await tellKey(db, mirrorId, nowMs);
}

/** With the keys that have leaked, so that the mirror shows no code of its pool that was minted with one of them. */
async function tellKey(tx: HqDatabase, mirrorId: string, nowMs: number): Promise<void> {
  const newest = await newestKey(tx, mirrorId);
  if (newest === undefined) return;
  const revoked = await revokedKeys(tx, mirrorId);
  const body = { id: newest.key_id, secret: newest.secret, revoked: revoked.slice(0, MOST_REVOKED) };
  await sendToMirror(tx, mirrorId, 'code-key', body, nowMs);
}

/**
 * Tells the newest key again to a mirror that uses another though it has read all that it was told: it was too old to
 * understand, or has lost it since. @param usedId as the mirror says
 */
export async function remindOfKey(
  db: HqDatabase,
  mirrorId: string,
  usedId: string,
  nowMs: number,
): Promise<void> {
  const newest = await newestKey(db, mirrorId);
  if (newest === undefined || newest.key_id === usedId) return;
  await db.transaction().execute((tx) => tellKey(tx, mirrorId, nowMs));
}

async function insertKey(tx: HqDatabase, mirrorId: string, nowMs: number): Promise<CodeKey> {
  for (;;) {
    const idBytes = randomBytes(KEY_ID_BYTES);
    idBytes[0] = (idBytes[0] as number) & ~OWN_BIT;
    const key = { id: hexOf(idBytes), secret: randomBytes(SECRET_BYTES).toString('base64url') };
    // Of eight million ids in the fleet this one may be taken.
    if (await adoptKey(tx, mirrorId, key, nowMs)) return key;
  }
}

/** The mirror's own key. One whose id another mirror has is left aside: its tokens do not verify. */
export async function takeOwnKey(
  tx: HqDatabase,
  mirrorId: string,
  key: CodeKey,
  nowMs: number,
): Promise<void> {
  if (!isHqs(key.id)) await adoptKey(tx, mirrorId, key, nowMs);
}

async function adoptKey(tx: HqDatabase, mirrorId: string, key: CodeKey, nowMs: number): Promise<boolean> {
  const row = {
    key_id: key.id,
    mirror_id: mirrorId,
    secret: key.secret,
    created_ms: nowMs,
    revoked_ms: null,
  };
  const inserted = await tx
    .insertInto('code_keys')
    .values(row)
    .onConflict((on) => on.column('key_id').doNothing())
    .returning('key_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Its tokens verify no more, those on screens included; the mirror gets another key at once. */
export async function revokeKey(db: HqDatabase, keyId: string, nowMs: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const revoked = await tx
      .updateTable('code_keys')
      .set({ revoked_ms: nowMs })
      .where('key_id', '=', keyId)
      .where('revoked_ms', 'is', null)
      .returning('mirror_id')
      .executeTakeFirst();
    if (revoked !== undefined) await rotateKey(tx, revoked.mirror_id, nowMs);
  });
}

/** For a mirror that is let in, and at HQ's start for all that were before there were keys. */
export async function giveKeyIfNone(db: HqDatabase, mirrorId: string, nowMs: number): Promise<void> {
  if ((await newestKey(db, mirrorId)) === undefined) await rotateKey(db, mirrorId, nowMs);
}

export async function giveMissingKeys(db: HqDatabase, nowMs: number): Promise<void> {
  const rows = await db.selectFrom('mirrors').select('mirror_id').where('key_hash', 'is not', null).execute();
  for (const { mirror_id } of rows) await giveKeyIfNone(db, mirror_id, nowMs);
}

/** A token of this mirror, for a code that HQ makes itself. Throws `mirror-keyless`. */
export async function mintFor(db: HqDatabase, mirrorId: string): Promise<string> {
  const key = await newestKey(db, mirrorId);
  if (key === undefined)
    throw new CodedError<KeyErrorCode>(
      'mirror-keyless',
      `The mirror "${mirrorId}" has no key yet: enrol it first.`,
    );
  const [keyId, nonce] = [Buffer.from(key.key_id, 'hex'), randomBytes(NONCE_BYTES)];
  const mac = macOf(key.secret, signedBytes(keyId, nonce));
  return TOKEN_VERSION + Buffer.concat([keyId, nonce, mac]).toString('base64url');
}

/** @param secret base64url */
export const macOf = (secret: string, signed: Uint8Array): Buffer =>
  createHmac('sha256', Buffer.from(secret, 'base64url')).update(signed).digest().subarray(0, MAC_BYTES);

async function newestKey(db: HqDatabase, mirrorId: string) {
  const keys = await db
    .selectFrom('code_keys')
    .select(['key_id', 'secret'])
    .where('mirror_id', '=', mirrorId)
    .where('revoked_ms', 'is', null)
    .orderBy('created_ms', 'desc')
    .execute();
  return keys.find(({ key_id }) => isHqs(key_id));
}

/** The newest first. */
export async function revokedKeys(db: HqDatabase, mirrorId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('code_keys')
    .select('key_id')
    .where('mirror_id', '=', mirrorId)
    .where('revoked_ms', 'is not', null)
    .orderBy('revoked_ms', 'desc')
    .execute();
  return rows.map(({ key_id }) => key_id);
}
