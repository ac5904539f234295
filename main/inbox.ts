/**
 * What becomes of HQ's words on this mirror, by kind. Each is kept within the transaction that moves HQ's cursor, and comes
 * into use once that is committed.
 */
import { z } from 'zod';
import type { UsedCatalogue } from './config/hq-catalogue.ts';
import { readHqSettings } from './config/hq-settings.ts';
import { complaintsOf } from './config/json-file.ts';
import type { GivenSettings } from './config/settings.ts';
import { hasSentence } from './contract/coded-error.ts';
import type { CodeDesk } from './members/code-desk.ts';
import type { Members } from './members/members.ts';
import type { Store } from './store/store.ts';
import { type InboxAppliers, InboxRefusal } from './sync/inbox.ts';

export interface InboxParts {
  store: Pick<Store, 'readState' | 'writeState' | 'append'>;
  members: Pick<Members, 'keys' | 'pool' | 'offers'> & { desk: Pick<CodeDesk, 'claimed' | 'joined'> };
  catalogue: UsedCatalogue;
  /** Puts HQ's layer of the settings into use. */
  setFromHq(settings: GivenSettings): void;
}

const SETTINGS_KEY = 'hq-settings';
/** Kept for the screens that will show them. */
const STOCK_KEY = 'hq-stock';

export function buildAppliers({ store, members, catalogue, setFromHq }: InboxParts): InboxAppliers {
  const { desk, keys, pool, offers } = members;
  return {
    claim: desk.claimed,
    join: desk.joined,
    'code-key'({ revoked = [], ...key }) {
      keys.take(key);
      pool.revoke(revoked);
    },
    pool: pool.fill,
    advisors: offers.keepAdvisors,
    benefits: offers.keepBenefits,
    catalogue(told) {
      catalogue.keep(told);
      afterwards(catalogue.refresh);
    },
    prices(told) {
      orRefuse(() => catalogue.keepPrices(told));
      afterwards(catalogue.refresh);
    },
    stock: (told) => store.writeState(STOCK_KEY, told),
    settings(told) {
      const settings = orRefuse(() => readHqSettings(told));
      const before = keptHqSettings(store);
      const keys = changedKeys(before, settings);
      store.writeState(SETTINGS_KEY, settings);
      if (keys.length > 0) {
        store.append([{ type: 'settings.changed', visitId: null, body: { ba: null, by: 'hq', keys } }]);
      }
      afterwards(() => setFromHq(keptHqSettings(store)));
    },
  };
}

/** As HQ told them last; none where that cannot be read. */
export function keptHqSettings(store: Pick<Store, 'readState'>): GivenSettings {
  try {
    return readHqSettings(store.readState(SETTINGS_KEY) ?? {});
  } catch {
    // A version before this one allowed what this one does not: HQ's next word sets it right.
    return {};
  }
}

/** The transaction is synchronous, so this runs once it is over; what it puts to use is what the store then holds. */
const afterwards = (use: () => void): void => queueMicrotask(use);

/** What this mirror cannot use is passed over; what the disk refuses comes again. */
function orRefuse<T>(take: () => T): T {
  try {
    return take();
  } catch (cause) {
    if (cause instanceof z.ZodError) throw new InboxRefusal(complaintsOf(cause), cause);
    throw hasSentence(cause) ? new InboxRefusal(cause.message, cause) : cause;
  }
}

function changedKeys(before: GivenSettings, after: GivenSettings): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof GivenSettings>;
  return [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}
