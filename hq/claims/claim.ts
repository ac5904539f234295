/** What a claim is: that a token was used, in the words that all carriers share. Adapters make claims; take.ts records them. */
import { hash } from 'node:crypto';
import type { Carrier } from '../../main/contract/carriers.ts';

/** Where a contact's reference is from. `phone` is in E.164. */
export const CHANNELS = ['wecom', 'wechat-oa', 'wechat-mini', 'line', 'whatsapp', 'phone', 'link'] as const;
export type Channel = (typeof CHANNELS)[number];

export interface ContactRef {
  readonly channel: Channel;
  /** The platform's own id of her, or her number. */
  readonly ref: string;
}

export interface Claim {
  /** Of `claimIdOf`: two reports of the same are one claim. */
  readonly id: string;
  /** A token, or the state of an advisor's static code. */
  readonly used: { readonly token: string } | { readonly state: string };
  readonly carrier: Carrier;
  /** A contact that HQ has, one by reference who becomes one, or null: the carrier did not say who. */
  readonly contact: { readonly contactId: string } | ContactRef | null;
  /** What the carrier says of her; null: HQ's own records tell. */
  readonly standing: 'new' | 'known' | 're-added' | null;
  /** The carrier's time of it, ms; HQ's own where it gives none. */
  readonly claimedMs: number;
  /** false where nobody proved who she is; true when left out. */
  readonly isProven?: boolean;
}

/**
 * @param parts what makes two reports the same, such as the carrier's name, its message id, the token and the time. Never who
 * she is: claims outlast the deletion of her data, and a platform's ids can be tried one after the other.
 */
export const claimIdOf = (...parts: readonly string[]): string =>
  hash('sha256', parts.map((part) => `${part.length}:${part}`).join('\n'));

/**
 * What became of a claim, in the ledger's words.
 *
 * | outcome | credited |
 * | --- | --- |
 * | first-touch | store, its dealer and the serving advisor: the contact is new |
 * | known | the same: a contact already, and whoever serves is credited again |
 * | bound | whoever won her first: a contact already, and the rule keeps her there |
 * | re-added | nobody: she was a friend before, and was added again |
 * | pending | nobody yet: the mirror's own word of the code has not come |
 * | unconfirmed | nobody: the carrier does not say who, or whether it was done |
 * | expired | nobody: claimed later than a day after it was shown |
 * | repeat | nobody: she had used this very code before |
 * | demo | nobody: the code was shown in a demonstration |
 * | double | nobody: another contact had claimed the code before |
 * | self-scan | nobody: staff scanned it |
 * | corrected | as an operator decided, by a row of its own |
 */
export const OUTCOMES = [
  'first-touch',
  'known',
  'bound',
  're-added',
  'pending',
  'unconfirmed',
  'expired',
  'repeat',
  'demo',
  'double',
  'self-scan',
  'corrected',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type Taken =
  /** The token is none of a mirror of ours, or its key was revoked. Nothing is recorded. */
  | { readonly kind: 'refused' }
  | {
      readonly kind: 'taken';
      readonly mirrorId: string;
      readonly claimId: string;
      readonly contactId: string | null;
      readonly outcome: Outcome;
      /** This very claim had been taken before; nothing changed. */
      readonly isRepeat: boolean;
    };
