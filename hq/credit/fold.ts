/**
 * The rules of credit as one pure function: claims in, what became of each out. Claims are judged in the order of their own
 * times, whatever order HQ learnt of them in, so that any order and any number of repeats give the same ledger.
 */
import { type Carrier, SILENT_ON_KNOWN } from '../../main/contract/carriers.ts';
import type { Outcome } from '../claims/claim.ts';

/** Who is credited. */
export interface Credit {
  readonly storeId: string;
  /** null: the store belongs to no dealer on that day. */
  readonly dealerId: string | null;
  readonly ba: string | null;
}

export interface ClaimToJudge {
  readonly mirrorId: string;
  readonly claimId: string;
  /** '' for a static code, which everybody may use and which never expires. */
  readonly token: string;
  readonly carrier: Carrier;
  /** null: the carrier did not say who. */
  readonly contactId: string | null;
  readonly isStaff: boolean;
  /** The code was shown in a demonstration. */
  readonly isDemo: boolean;
  readonly standing: 'new' | 'known' | 're-added' | null;
  readonly claimedMs: number;
  /** Where the code was shown and by whom; null until the mirror's own word of it has come. */
  readonly serving: Credit | null;
  /** null while it is pending. */
  readonly expiresMs: number | null;
  /** An operator's word, which no rule overrides. */
  readonly correction: Credit | null;
}

export interface Verdict {
  readonly claim: ClaimToJudge;
  readonly outcome: Outcome;
  readonly credit: Credit | null;
}

export type KnownRule = 'bound' | 'serving';

/** Those that make the code the contact's own: whoever claims it afterwards comes second. */
export const WINNING: readonly Outcome[] = [
  'first-touch',
  'known',
  'bound',
  're-added',
  'pending',
  'demo',
  'corrected',
];

/** What is known of a contact so far. */
interface History {
  /** Who won her first. */
  readonly bound: Credit | null;
  /** Advisors whose friend she became on a platform that tells of new friends only. */
  readonly befriended: ReadonlySet<string>;
}

/** @param claims all of the contacts and codes that they touch, in any order */
export function foldClaims(claims: readonly ClaimToJudge[], rule: KnownRule): Verdict[] {
  const winners = new Map<string, string>();
  const histories = new Map<string, History>();
  return claims.toSorted(inTime).map((claim) => {
    const judged = judge(claim, winners, histories, rule);
    const verdict = withCorrection(judged);
    if (claim.contactId !== null && WINNING.includes(verdict.outcome)) {
      const code = codeOf(claim);
      if (claim.token !== '' && !winners.has(code)) winners.set(code, claim.contactId);
      // What was tried in a demonstration makes nobody known.
      if (verdict.outcome !== 'demo')
        histories.set(claim.contactId, after(histories.get(claim.contactId), verdict));
    }
    return verdict;
  });
}

const codeOf = ({ mirrorId, token }: ClaimToJudge): string => `${mirrorId} ${token}`;

function inTime(a: ClaimToJudge, b: ClaimToJudge): number {
  return a.claimedMs - b.claimedMs || (a.claimId < b.claimId ? -1 : 1);
}

function judge(
  claim: ClaimToJudge,
  winners: ReadonlyMap<string, string>,
  histories: ReadonlyMap<string, History>,
  rule: KnownRule,
): Verdict {
  const { contactId, isStaff, claimedMs, expiresMs, serving } = claim;
  const nobody = (outcome: Outcome): Verdict => ({ claim, outcome, credit: null });
  if (contactId === null) return nobody('unconfirmed');
  if (isStaff) return nobody('self-scan');
  const winner = claim.token === '' ? undefined : winners.get(codeOf(claim));
  if (winner !== undefined) return nobody(winner === contactId ? 'repeat' : 'double');
  if (expiresMs !== null && claimedMs > expiresMs) return nobody('expired');
  if (claim.isDemo) return nobody('demo');
  if (serving === null) return nobody('pending');
  return creditOf(claim, serving, histories.get(contactId), rule);
}

function creditOf(
  claim: ClaimToJudge,
  serving: Credit,
  history: History | undefined,
  rule: KnownRule,
): Verdict {
  if (history === undefined)
    return { claim, outcome: claim.standing === 'known' ? 'known' : 'first-touch', credit: serving };
  const wasFriend = SILENT_ON_KNOWN.includes(claim.carrier) && history.befriended.has(friendship(serving));
  if (claim.standing === 're-added' || wasFriend) return { claim, outcome: 're-added', credit: null };
  const { bound } = history;
  if (rule === 'bound' && bound !== null && !isSame(bound, serving))
    return { claim, outcome: 'bound', credit: bound };
  return { claim, outcome: 'known', credit: serving };
}

function withCorrection(verdict: Verdict): Verdict {
  const { correction } = verdict.claim;
  return correction === null ? verdict : { ...verdict, outcome: 'corrected', credit: correction };
}

function after(before: History | undefined, { claim, credit }: Verdict): History {
  const { carrier, serving } = claim;
  const isFriend = serving !== null && SILENT_ON_KNOWN.includes(carrier);
  const befriended = new Set(before?.befriended);
  if (isFriend) befriended.add(friendship(serving));
  return { bound: before?.bound ?? credit, befriended };
}

const friendship = ({ storeId, ba }: Credit): string => `${storeId} ${ba}`;
const isSame = (a: Credit, b: Credit): boolean => a.storeId === b.storeId && a.ba === b.ba;
