/** Calls as WeCom and WeChat make them: events in XML, sealed and signed by the real cipher, or plain and signed. */
import { hash, randomBytes } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';

export interface SealKey {
  readonly token: string;
  readonly encodingAesKey: string;
  readonly receiver: string;
}

export interface Call {
  readonly query: Record<string, string>;
  readonly payload: string;
}

type Fields = Readonly<Record<string, string | number>>;

/** Numbers stand bare in the platforms' documents, all else as CDATA. */
export const xmlOf = (fields: Fields): string => {
  const tags = Object.entries(fields).map(([name, value]) => {
    return `<${name}>${typeof value === 'number' ? value : `<![CDATA[${value}]]>`}</${name}>`;
  });
  return `<xml>${tags.join('\n')}</xml>`;
};

export const nonceOf = (): string => String(randomBytes(4).readUInt32BE());

/** @param wrap how the cipher text stands in the body */
export function sealedCall(
  message: string,
  { token, encodingAesKey, receiver }: SealKey,
  nowMs: number,
  wrap = (Encrypt: string) => xmlOf({ ToUserName: receiver, Encrypt, AgentID: '1000002' }),
): Call {
  const cipherText = encrypt(encodingAesKey, message, receiver);
  return { query: sealedQuery(token, cipherText, nowMs), payload: wrap(cipherText) };
}

export function sealedQuery(token: string, cipherText: string, nowMs: number): Record<string, string> {
  const [timestamp, nonce] = [String(Math.floor(nowMs / 1000)), nonceOf()];
  const msg_signature = getSignature(token, timestamp, nonce, cipherText);
  return { msg_signature, timestamp, nonce };
}

/** What WeChat signs where it seals nothing. */
export function signedQuery(token: string, nowMs: number): Record<string, string> {
  const [timestamp, nonce] = [String(Math.floor(nowMs / 1000)), nonceOf()];
  return { signature: hash('sha1', [token, timestamp, nonce].sort().join('')), timestamp, nonce };
}
