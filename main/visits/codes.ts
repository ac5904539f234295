/** Claims and joins, told by HQ for a code that this mirror showed: recorded with the visit that showed it, days later too. */
import type { EventBody } from '../contract/events.ts';
import type { Store } from '../store/store.ts';

type CodeEvent = 'code.shown' | 'code.claimed' | 'member.joined';

/** Of a claim that was recorded just now: of which visit's code it is. */
export interface CodeNews {
  readonly visit: string;
  /** Who served when the code was shown. */
  readonly ba: string | null;
  readonly hasJoined: boolean;
}

/** A message that cannot be recorded now stays in HQ's inbox. */
const HQ_TELLS_AGAIN = { isKept: true };

export interface Codes {
  /** undefined for what was known before, and for a code that no visit here showed. */
  claimed(claim: EventBody<'code.claimed'>): CodeNews | undefined;
  joined(join: EventBody<'member.joined'>): void;
}

interface Shown {
  visit_id: string | null;
  ba: string | null;
}

export function buildCodes({ db, append }: Pick<Store, 'db' | 'append'>): Codes {
  // Each served by an index of its own.
  const newest = (type: CodeEvent) =>
    db.prepare<[string], Shown>(
      `SELECT visit_id, body ->> '$.ba' AS ba FROM events WHERE type = '${type}' AND body ->> '$.token' = ? ORDER BY seq DESC LIMIT 1`,
    );
  const [shown, claimed, joined] = [newest('code.shown'), newest('code.claimed'), newest('member.joined')];
  /** Of a code that is unknown here, shown before the store was made anew, only the token tells. */
  const visitOf = (token: string): string | null => shown.get(token)?.visit_id ?? null;
  function newsOf(token: string): CodeNews | undefined {
    const { visit_id: visit, ba } = shown.get(token) ?? { visit_id: null, ba: null };
    return visit === null ? undefined : { visit, ba, hasJoined: joined.get(token) !== undefined };
  }
  // HQ tells all again to a mirror that is enrolled anew: what is known already changes nothing.
  return {
    claimed(body) {
      const { token } = body;
      if (claimed.get(token) !== undefined) return undefined;
      append([{ type: 'code.claimed', visitId: visitOf(token), body }], HQ_TELLS_AGAIN);
      return newsOf(token);
    },
    joined(body) {
      const { token } = body;
      if (joined.get(token) !== undefined) return;
      append([{ type: 'member.joined', visitId: visitOf(token), body }], HQ_TELLS_AGAIN);
    },
  };
}
