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
  ownKey(): CodeKey | undefined;
  /** Of the carriers that the settings name. */
  poolLevels(): PoolLevels;
  stop(): void;
}

export function buildMembers(options: MembersOptions): Members {
  const { store, settings, onFailed } = options;
  const keys = buildKeyRing(store);
  const pool = buildPool(store);
  const offers = buildOffers(store);
  const desk = buildCodeDesk({ ...options, keys, pool, offers });
  return {
    ...{ desk, keys, pool, offers },
    ownKey() {
      try {
        keys.keep();
      } catch (cause) {
        onFailed(cause);
      }
      return keys.own();
    },
    poolLevels: () => pool.levels(new Set(settings().carriers.map(({ kind }) => kind))),
    stop: desk.stop,
  };
}
