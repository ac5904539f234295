/** Taking home, as a whole: keys, pool, what HQ tells of advisors and benefits, and the desk that makes codes of them. */
import type { PoolLevels } from '../contract/wire.ts';
import { buildCodeDesk, type CodeDesk, type CodeDeskParts } from './code-desk.ts';
import { buildKeyRing, type CodeKey, type KeyRing } from './keys.ts';
import { buildOffers, type Offers } from './offers.ts';
import { buildPool, type CodePool } from './pool.ts';

export type MembersOptions = Omit<CodeDeskParts, 'keys' | 'pool' | 'offers'>;

export interface Members {
  readonly desk: CodeDesk;
  readonly keys: KeyRing;
  readonly pool: CodePool;
  readonly offers: Offers;
  /** For HQ, when it lets this mirror in. A disk that refuses the key now is told, and takes it with the first code. */
  ownKey(): CodeKey;
  /** Of the key that codes are made with now. */
  codeKeyId(): string;
  /** What only the HQ before is good for goes: its key, its pool, advisors and benefits. Only within a transaction. */
  forgetHq(): void;
  /** Of the carriers that the settings name. */
  poolLevels(): PoolLevels;
  stop(): void;
}

export function buildMembers(options: MembersOptions): Members {
  const { store, settings, onFailed } = options;
  const attempt = (act: () => void): void => {
    try {
      act();
    } catch (cause) {
      onFailed(cause);
    }
  };
  const keys = buildKeyRing(store);
  const pool = buildPool(store);
  const offers = buildOffers(store);
  // An older copy does not know what was shown since: HQ fills the pool up with what was not.
  if (store.incident?.body.kind === 'restored') attempt(() => store.transact(pool.empty));
  const desk = buildCodeDesk({ ...options, keys, pool, offers });
  return {
    ...{ desk, keys, pool, offers },
    ownKey() {
      attempt(keys.keep);
      return keys.own();
    },
    codeKeyId: () => keys.current().id,
    forgetHq() {
      keys.forget();
      pool.empty();
      offers.forget();
    },
    poolLevels: () => pool.levels(new Set(settings().carriers.map(({ kind }) => kind))),
    stop: desk.stop,
  };
}
