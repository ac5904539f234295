/** Tokens as a mirror mints them, and a key for a mirror that HQ knows, for tests of what stands behind a code. */
import { createHmac, randomBytes } from 'node:crypto';
import type { HqDatabase } from '../../hq/storage/schema.ts';
import {
  hexOf,
  KEY_ID_BYTES,
  MAC_BYTES,
  NONCE_BYTES,
  signedBytes,
  TOKEN_VERSION,
} from '../../main/contract/tokens.ts';

const SECRET_BYTES = 32;

/** @property keyId 6 hexadecimal digits @property secret base64url */
export interface CodeKey {
  readonly keyId: string;
  readonly secret: string;
}

/** A token that nobody has minted before. */
export function mintToken({ keyId, secret }: CodeKey): string {
  const id = Buffer.from(keyId, 'hex');
  const nonce = randomBytes(NONCE_BYTES);
  const mac = createHmac('sha256', Buffer.from(secret, 'base64url')).update(signedBytes(id, nonce)).digest();
  return TOKEN_VERSION + Buffer.concat([id, nonce, mac.subarray(0, MAC_BYTES)]).toString('base64url');
}

/** A new key of the mirror, which HQ has. */
export async function giveKey(db: HqDatabase, mirrorId: string): Promise<CodeKey> {
  const key = {
    keyId: hexOf(randomBytes(KEY_ID_BYTES)),
    secret: randomBytes(SECRET_BYTES).toString('base64url'),
  };
  const row = {
    key_id: key.keyId,
    mirror_id: mirrorId,
    secret: key.secret,
    created_ms: Date.now(),
    revoked_ms: null,
  };
  await db.insertInto('code_keys').values(row).execute();
  return key;
}
