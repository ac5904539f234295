/** Tokens, the keys they are minted with, and human codes: none comes twice, none verifies that was not minted so. */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import {
  HUMAN_PATTERN,
  MAC_BYTES,
  partsOf,
  readHumanCode,
  TOKEN_PATTERN,
} from '../../../../main/contract/tokens.ts';
import { newHumanCode } from '../../../../main/members/human-code.ts';
import { buildKeyRing, type CodeKey } from '../../../../main/members/keys.ts';
import { buildMint, mintToken } from '../../../../main/members/mint.ts';
import { openStore } from '../../../../main/store/store.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const KEY: CodeKey = { id: '8a1b2c', secret: Buffer.alloc(32, 7).toString('base64url') };

/** As the format says it, from the beginning: nothing of the mirror's own is asked. @param secret base64url */
function macFits(token: string, secret: string): boolean {
  const bytes = Buffer.from(token.slice(1), 'base64url');
  const mac = createHmac('sha256', Buffer.from(secret, 'base64url'))
    .update(Buffer.concat([Buffer.from('vermilion.code.v11'), bytes.subarray(0, 11)]))
    .digest();
  return (
    token.startsWith('1') && bytes.length === 21 && mac.subarray(0, MAC_BYTES).equals(bytes.subarray(11))
  );
}

const verifies = (token: string, key: CodeKey): boolean =>
  partsOf(token)?.keyId === key.id && macFits(token, key.secret);

test('a token has 29 signs that are legal in every carrier, names its key and verifies', () => {
  for (let i = 0; i < 1000; i++) {
    const token = mintToken(KEY);
    expect(token).toMatch(TOKEN_PATTERN);
    expect(verifies(token, KEY)).toBe(true);
  }
});

// Seven seconds of one core; where others have that, it waits for it.
test('a million minted tokens never collide', { timeout: 120_000 }, () => {
  const mint = buildMint(KEY);
  const tokens = new Set<string>();
  for (let i = 0; i < 1_000_000; i++) tokens.add(mint());
  expect(tokens.size).toBe(1_000_000);
});

test('a token with any of its bits flipped never verifies', () => {
  const token = mintToken(KEY);
  let flipped = 0;
  for (let at = 1; at < token.length; at++) {
    for (let bit = 0; bit < 6; bit++) {
      const sign = ALPHABET[ALPHABET.indexOf(token[at] as string) ^ (1 << bit)];
      const other = `${token.slice(0, at)}${sign}${token.slice(at + 1)}`;
      expect(other).not.toBe(token);
      // Not even where the key is found in spite of another id.
      expect(macFits(other, KEY.secret), `bit ${bit} of sign ${at}`).toBe(false);
      flipped++;
    }
  }
  expect(flipped).toBe(28 * 6);
  for (const sign of ALPHABET.replace('1', '')) expect(partsOf(sign + token.slice(1))).toBeUndefined();
});

test('a token of another key, or of another mirror, never verifies', () => {
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const secret = bytes.map((each) => Buffer.from(each).toString('base64url'));
  const id = fc.uint8Array({ minLength: 3, maxLength: 3 }).map((each) => Buffer.from(each).toString('hex'));
  const keyed = fc.record({ id, secret });
  fc.assert(
    fc.property(keyed, keyed, (hers, another) => {
      fc.pre(hers.secret !== another.secret);
      const token = mintToken(hers);
      expect(verifies(token, hers)).toBe(true);
      expect(verifies(token, another)).toBe(false);
      expect(verifies(token, { ...another, id: hers.id })).toBe(false);
    }),
  );
});

test('a human code has eight signs that nobody confuses, reads as typed, and tells nothing of another', () => {
  const codes = Array.from({ length: 5000 }, newHumanCode);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(HUMAN_PATTERN);
  for (const code of codes.slice(0, 50))
    expect(readHumanCode(`${code.slice(0, 4)} ${code.slice(4)}`.toLowerCase())).toBe(code);
  const signs = new Set(codes.flatMap((code) => [...code]));
  expect(signs.size).toBe(32);
});

function openRing() {
  const store = openStore({ path: join(tempFolder(), 'store.db') });
  onTestFinished(() => store.close());
  return { store, ring: buildKeyRing(store) };
}

test("a mirror's own key is made once, stays over a restart, and never meets an id of HQ's", () => {
  const { store, ring } = openRing();
  const key = ring.current();
  expect(Buffer.from(key.secret, 'base64url')).toHaveLength(32);
  expect(Number.parseInt(key.id.slice(0, 2), 16)).toBeGreaterThanOrEqual(0x80);
  expect(ring.current()).toEqual(key);
  ring.keep();
  expect(buildKeyRing(store).current()).toEqual(key);
  expect(buildKeyRing(store).own()).toEqual(key);
  expect(openRing().ring.current()).not.toEqual(key);
});

test("HQ's key is the one for new tokens, and the mirror's own stays beside it", () => {
  const { store, ring } = openRing();
  const own = ring.own();
  const told = [1, 2].map((n) => ({ id: `0${n}0000`, secret: Buffer.alloc(32, n).toString('base64url') }));
  for (const key of told) {
    store.transact(() => ring.take(key));
    expect(verifies(mintToken(ring.current()), key)).toBe(true);
  }
  expect(buildKeyRing(store).own()).toEqual(own);
  expect(buildKeyRing(store).current()).toEqual(told[1]);
  store.transact(() => ring.forget());
  expect(buildKeyRing(store).current()).toEqual(own);
});

test('the own key of a version that knew no other place for it is taken over', () => {
  const { store, ring } = openRing();
  store.writeState('code-key', KEY);
  expect([ring.current(), ring.own()]).toEqual([KEY, KEY]);
  store.transact(() => ring.take({ id: '010000', secret: KEY.secret }));
  expect(buildKeyRing(store).own()).toEqual(KEY);
});

test("where such a version kept HQ's key alone, the mirror makes one of its own", () => {
  const { store, ring } = openRing();
  const told = { id: '010000', secret: KEY.secret };
  store.writeState('code-key', told);
  ring.keep();
  const again = buildKeyRing(store);
  expect(again.current()).toEqual(told);
  expect(again.own()).toEqual(ring.own());
  expect(again.own().id).not.toBe(told.id);
});

test('a key that the disk refuses is the same when it is asked for again', () => {
  const { store, ring } = openRing();
  store.db.pragma('query_only = ON');
  expect(() => ring.keep()).toThrow();
  const key = ring.current();
  store.db.pragma('query_only = OFF');
  ring.keep();
  expect(buildKeyRing(store).current()).toEqual(key);
});

test('a kept key that cannot be read is replaced by another', () => {
  const { store, ring } = openRing();
  for (const key of ['code-key', 'own-code-key']) store.writeState(key, { id: 'Z', secret: '' });
  ring.keep();
  expect(buildKeyRing(store).current()).toEqual(ring.current());
});
