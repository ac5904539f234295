/** Who stands behind a code and what it promises, as HQ told this mirror last: advisors' cards and benefits, in the store. */
import type { AdvisorCard, BenefitText } from '../contract/code-view.ts';
import { INBOX_BODIES, type InboxBody } from '../contract/wire.ts';
import type { Store } from '../store/store.ts';

export interface Offers {
  /** null: nobody serves, or HQ has told nothing of her. */
  cardOf(ba: string | null): AdvisorCard | null;
  /** @param named in the settings; the first for everybody when left out */
  benefit(named: string | undefined): Benefit | null;
  /** Both only within the transaction of their message; each is the whole, in place of what was told before. */
  keepAdvisors(told: InboxBody<'advisors'>): void;
  keepBenefits(told: InboxBody<'benefits'>): void;
  /** Until HQ tells them anew; only within a transaction. */
  forget(): void;
}

export interface Benefit {
  readonly id: string;
  readonly text: BenefitText;
}

const ADVISORS_KEY = 'hq-advisors';
const BENEFITS_KEY = 'hq-benefits';

export function buildOffers({ readState, writeState }: Pick<Store, 'readState' | 'writeState'>): Offers {
  return {
    cardOf(ba) {
      const cards = INBOX_BODIES.advisors.safeParse(readState(ADVISORS_KEY)).data ?? [];
      return cards.find(({ id }) => id === ba) ?? null;
    },
    benefit(named) {
      const all = INBOX_BODIES.benefits.safeParse(readState(BENEFITS_KEY)).data ?? [];
      // Of somebody's tier the mirror knows nothing.
      const found = all.find(({ id, tier }) => tier === null && (named === undefined || id === named));
      return found === undefined
        ? null
        : { id: found.id, text: { now: found.title, later: found.later ?? {} } };
    },
    keepAdvisors: (told) => writeState(ADVISORS_KEY, told),
    keepBenefits: (told) => writeState(BENEFITS_KEY, told),
    forget() {
      writeState(ADVISORS_KEY, []);
      writeState(BENEFITS_KEY, []);
    },
  };
}
