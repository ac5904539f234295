/**
 * The envelope of WeCom and WeChat: SHA-1 over the sorted signs of token, time, nonce and cipher text; AES-256-CBC; and
 * inside of it, whom the message is for.
 */
import { randomBytes } from 'node:crypto';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { type Hook, notSigned } from './adapter.ts';
import { requireNear, requireSame } from './signature.ts';
import { xmlOf } from './xml.ts';

export interface Seal {
  readonly token: string;
  readonly encodingAesKey: string;
  /** The corporation or the app, by its id. */
  readonly receiver: string;
}

/** What the cipher text says. Throws Problem for another's signature, an old one, and a message for somebody else. */
export function openSealed(cipherText: string, { query, nowMs }: Hook, seal: Seal): string {
  const { msg_signature, timestamp, nonce = '' } = query;
  requireNear(timestamp, nowMs);
  requireSame(getSignature(seal.token, timestamp as string, nonce, cipherText), msg_signature);
  const { message, id } = open(cipherText, seal.encodingAesKey);
  if (id !== seal.receiver) throw notSigned();
  return message;
}

/** An answer in the same envelope, as XML. */
export function sealAnswer(
  message: string,
  { token, encodingAesKey, receiver }: Seal,
  nowMs: number,
): string {
  const cipherText = encrypt(encodingAesKey, message, receiver);
  const [seconds, nonce] = [Math.floor(nowMs / 1000), randomBytes(8).toString('hex')];
  const signature = getSignature(token, String(seconds), nonce, cipherText);
  return xmlOf({ Encrypt: cipherText, MsgSignature: signature, TimeStamp: seconds, Nonce: nonce });
}

/** Another key's cipher text opens into noise, or into nothing at all. */
function open(cipherText: string, key: string): { message: string; id: string } {
  try {
    return decrypt(key, cipherText);
  } catch {
    throw notSigned();
  }
}
