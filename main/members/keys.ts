/**
 * The key that this mirror mints tokens with, in the store: one of its own from the first use on, so that codes work before
 * HQ was ever met, until HQ sends one.
 */
import { randomBytes } from 'node:crypto';
import { hexOf, KEY_ID_BYTES } from '../contract/tokens.ts';
import { INBOX_BODIES, type InboxBody } from '../contract/wire.ts';
import type { Store } from '../store/store.ts';
import { InboxRefusal } from '../sync/inbox.ts';

export type CodeKey = InboxBody<'code-key'>;

export interface KeyRing {
  /** For new tokens. Kept at the latest with `keep`. */
  current(): CodeKey;
  /** Only within the transaction that records a token of it, or by itself. Throws the store's error. */
  keep(): void;
  /** This mirror's own, for HQ to check its tokens by; undefined where HQ's is in use. */
  own(): CodeKey | undefined;
  /** HQ's key, in place of the one before; only within the transaction of its message. Throws InboxRefusal. */
  take(told: CodeKey): void;
}

const STATE_KEY = 'code-key';
const SECRET_BYTES = 32;
/** Set in the first byte of the ids of mirrors' own keys and clear in HQ's, so that they never meet. */
const OWN_BIT = 0x80;

export function buildKeyRing({ readState, writeState }: Pick<Store, 'readState' | 'writeState'>): KeyRing {
  const kept = (): CodeKey | undefined => INBOX_BODIES['code-key'].safeParse(readState(STATE_KEY)).data;
  /** What the disk did not take yet is offered to HQ all the same. */
  let unkept: CodeKey | undefined;
  function current(): CodeKey {
    const key = kept();
    if (key !== undefined) return key;
    unkept ??= newKey();
    return unkept;
  }
  return {
    current,
    keep() {
      if (kept() === undefined) writeState(STATE_KEY, current());
    },
    own() {
      const key = current();
      return isOwn(key.id) ? key : undefined;
    },
    take(told) {
      if (isOwn(told.id)) throw new InboxRefusal("HQ's key has an id that only a mirror's own may have.");
      writeState(STATE_KEY, told);
    },
  };
}

function newKey(): CodeKey {
  const id = randomBytes(KEY_ID_BYTES);
  id[0] = (id[0] as number) | OWN_BIT;
  return { id: hexOf(id), secret: randomBytes(SECRET_BYTES).toString('base64url') };
}

const isOwn = (id: string): boolean => (Number.parseInt(id.slice(0, 2), 16) & OWN_BIT) !== 0;
