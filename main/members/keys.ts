/**
 * The keys that this mirror mints tokens with, in the store: one of its own from the first use on, so that codes work before
 * HQ was ever met, and HQ's, which is used instead once HQ has sent one.
 */
import { randomBytes } from 'node:crypto';
import { hexOf, KEY_ID_BYTES } from '../contract/tokens.ts';
import { INBOX_BODIES, type InboxBody } from '../contract/wire.ts';
import type { Store } from '../store/store.ts';
import { InboxRefusal } from '../sync/inbox.ts';

export type CodeKey = Pick<InboxBody<'code-key'>, 'id' | 'secret'>;

export interface KeyRing {
  /** For new tokens. This mirror's own is kept at the latest with `keep`. */
  current(): CodeKey;
  /** Only within the transaction that records a token of it, or by itself. Throws the store's error. */
  keep(): void;
  /** This mirror's own, for each HQ that lets it in to check its tokens by. */
  own(): CodeKey;
  /** HQ's key, in place of the one before; only within the transaction of its message. Throws InboxRefusal. */
  take(told: CodeKey): void;
  /** HQ's key is used no more; only within a transaction. */
  forget(): void;
}

/** HQ's. A version before this one kept the mirror's own there, too, until HQ's took its place. */
const STATE_KEY = 'code-key';
const OWN_STATE_KEY = 'own-code-key';
const SECRET_BYTES = 32;
/** Set in the first byte of the ids of mirrors' own keys and clear in HQ's, so that they never meet. */
const OWN_BIT = 0x80;

export function buildKeyRing({ readState, writeState }: Pick<Store, 'readState' | 'writeState'>): KeyRing {
  const read = (state: string): CodeKey | undefined =>
    INBOX_BODIES['code-key'].safeParse(readState(state)).data;
  /** What the disk did not take yet is offered to HQ all the same. */
  let unkept: CodeKey | undefined;
  function own(): CodeKey {
    const [kept, before] = [read(OWN_STATE_KEY), read(STATE_KEY)];
    if (kept !== undefined) return kept;
    if (before !== undefined && isOwn(before)) return before;
    unkept ??= newKey();
    return unkept;
  }
  function keep(): void {
    if (read(OWN_STATE_KEY) === undefined) writeState(OWN_STATE_KEY, own());
  }
  return {
    current() {
      const told = read(STATE_KEY);
      return told === undefined || isOwn(told) ? own() : told;
    },
    keep,
    own,
    take({ id, secret }) {
      if (isOwn({ id })) throw new InboxRefusal("HQ's key has an id that only a mirror's own may have.");
      keep();
      writeState(STATE_KEY, { id, secret });
    },
    forget() {
      keep();
      writeState(STATE_KEY, null);
    },
  };
}

function newKey(): CodeKey {
  const id = randomBytes(KEY_ID_BYTES);
  id[0] = (id[0] as number) | OWN_BIT;
  return { id: hexOf(id), secret: randomBytes(SECRET_BYTES).toString('base64url') };
}

const isOwn = ({ id }: Pick<CodeKey, 'id'>): boolean => (Number.parseInt(id.slice(0, 2), 16) & OWN_BIT) !== 0;
