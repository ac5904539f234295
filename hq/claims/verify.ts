/** Whether a token was minted by a mirror of ours: by its MAC, with the key that the token names. */
import { timingSafeEqual } from 'node:crypto';
import { partsOf } from '../../main/contract/tokens.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { macOf } from './keys.ts';

/** undefined: no mirror of ours minted it, or its key was revoked. */
export async function verifyToken(db: HqDatabase, token: string): Promise<{ mirrorId: string } | undefined> {
  const parts = partsOf(token);
  if (parts === undefined) return undefined;
  const key = await db
    .selectFrom('code_keys')
    .select(['mirror_id', 'secret'])
    .where('key_id', '=', parts.keyId)
    .where('revoked_ms', 'is', null)
    .executeTakeFirst();
  if (key === undefined || !timingSafeEqual(macOf(key.secret, parts.signed), parts.mac)) return undefined;
  return { mirrorId: key.mirror_id };
}
