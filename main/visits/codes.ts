/** Claims and joins, told by HQ for a code that this mirror showed: recorded with the visit that showed it, days later too. */
import type { EventBody } from '../contract/events.ts';
import type { Store } from '../store/store.ts';

type CodeEvent = 'code.shown' | 'code.claimed' | 'member.joined';

/** A message that cannot be recorded now stays in HQ's inbox. */
const HQ_TELLS_AGAIN = { isKept: true };

export interface Codes {
  claimed(claim: EventBody<'code.claimed'>): void;
  joined(join: EventBody<'member.joined'>): void;
}

export function buildCodes({ db, append }: Pick<Store, 'db' | 'append'>): Codes {
  // Each served by an index of its own.
  const newest = (type: CodeEvent) =>
    db.prepare<[string], { visit_id: string | null }>(
      `SELECT visit_id FROM events WHERE type = '${type}' AND body ->> '$.token' = ? ORDER BY seq DESC LIMIT 1`,
    );
  const [shown, claimed, joined] = [newest('code.shown'), newest('code.claimed'), newest('member.joined')];
  /** Of a code that is unknown here, shown before the store was made anew, only the token tells. */
  const visitOf = (token: string): string | null => shown.get(token)?.visit_id ?? null;
  // HQ tells all again to a mirror that is enrolled anew: what is known already changes nothing.
  return {
    claimed(body) {
      const { token } = body;
      if (claimed.get(token) !== undefined) return;
      append([{ type: 'code.claimed', visitId: visitOf(token), body }], HQ_TELLS_AGAIN);
    },
    joined(body) {
      const { token } = body;
      if (joined.get(token) !== undefined) return;
      append([{ type: 'member.joined', visitId: visitOf(token), body }], HQ_TELLS_AGAIN);
    },
  };
}
