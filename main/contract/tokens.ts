/**
 * The token in a code, as mirror and HQ write and read it, and the human code that stands for it at the counter. A token
 * says nothing of a visit: what it stands for travels in events.
 *
 *   "1" + base64url( keyId 3 B | nonce 8 B | MAC 10 B )      29 characters of A–Z a–z 0–9 - _
 *   MAC = the first 10 bytes of HMAC-SHA256( key, "vermilion.code.v1" | "1" | keyId | nonce )
 *
 * Free of cryptography: each end brings Node's own.
 */

export const TOKEN_VERSION = '1';
export const KEY_ID_BYTES = 3;
export const NONCE_BYTES = 8;
export const MAC_BYTES = 10;
export const TOKEN_PATTERN = /^1[A-Za-z0-9_-]{28}$/;
/** Anywhere in what somebody has typed or sent on. */
export const TOKEN_WITHIN = /(?<![A-Za-z0-9_-])1[A-Za-z0-9_-]{28}(?![A-Za-z0-9_-])/;

const PURPOSE = 'vermilion.code.v1';

/** A code is on the screen so long; then another is minted. */
export const SHOWN_MS = 5 * 60_000;
/** And can be claimed so long. */
export const CLAIMABLE_MS = 24 * 3_600_000;
/** The human code, from the moment that it is shown. */
export const HUMAN_CODE_MS = 10 * 60_000;

export interface TokenParts {
  /** 6 hexadecimal digits; one key of one mirror, unique in the fleet. */
  readonly keyId: string;
  /** What the MAC is over. */
  readonly signed: Uint8Array;
  readonly mac: Uint8Array;
}

/** What a MAC of a token is over. @param keyId 3 bytes @param nonce 8 bytes */
export const signedBytes = (keyId: Uint8Array, nonce: Uint8Array): Uint8Array => {
  const purpose = new TextEncoder().encode(PURPOSE + TOKEN_VERSION);
  const bytes = new Uint8Array(purpose.length + keyId.length + nonce.length);
  bytes.set(purpose);
  bytes.set(keyId, purpose.length);
  bytes.set(nonce, purpose.length + keyId.length);
  return bytes;
};

/** undefined for what is no token of this version. A token has one spelling only. */
export function partsOf(token: string): TokenParts | undefined {
  if (!TOKEN_PATTERN.test(token)) return undefined;
  const text = atob(token.slice(1).replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  const keyId = bytes.subarray(0, KEY_ID_BYTES);
  return {
    keyId: hexOf(keyId),
    signed: signedBytes(keyId, bytes.subarray(KEY_ID_BYTES, KEY_ID_BYTES + NONCE_BYTES)),
    mac: bytes.subarray(KEY_ID_BYTES + NONCE_BYTES),
  };
}

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Crockford's alphabet: no I, L, O and U. */
export const HUMAN_SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const HUMAN_LENGTH = 8;
export const HUMAN_PATTERN = /^[0-9A-HJKMNP-TV-Z]{8}$/;

/** As a person may have typed it; null when it cannot be one. */
export function readHumanCode(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return HUMAN_PATTERN.test(code) ? code : null;
}
