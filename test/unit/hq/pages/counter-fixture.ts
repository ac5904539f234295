/** Codes that mirrors have shown and people who claim them, over the HQ of pages-fixture.ts: everything but the mirrors is real. */
import { randomUUID } from 'node:crypto';
import { type Claim, claimIdOf } from '../../../../hq/claims/claim.ts';
import { takeClaim } from '../../../../hq/claims/take.ts';
import type { HqParts } from '../../../../hq/server.ts';
import { DEFAULT_HQ_SETTINGS } from '../../../../hq/settings/hq-settings.ts';
import type { HqTables } from '../../../../hq/storage/schema.ts';
import { type CodeKey, giveKey, mintToken } from '../../../fakes/tokens.ts';
import type { TestHq } from '../hq-fixture.ts';

const MINUTE_MS = 60_000;

export function buildCounter({ db, clock }: Pick<TestHq, 'db' | 'clock'>) {
  const keys = new Map<string, CodeKey>();
  const parts: HqParts = { db, settings: DEFAULT_HQ_SETTINGS, now: () => clock.nowMs };
  let people = 0;

  return {
    parts,
    async mint(mirrorId: string): Promise<string> {
      const key = keys.get(mirrorId) ?? (await giveKey(db, mirrorId));
      keys.set(mirrorId, key);
      return mintToken(key);
    },
    /** A minute ago, by a mirror named after its store: `own-1` stands in `own`. */
    async show(mirrorId: string, more: Partial<HqTables['codes']> = {}): Promise<string> {
      const token = await this.mint(mirrorId);
      const shown_ms = clock.nowMs - MINUTE_MS;
      const row: HqTables['codes'] = {
        ...{ mirror_id: mirrorId, token, first_seen_ms: shown_ms, shown_ms, received_ms: shown_ms },
        ...{
          store_id: mirrorId.replace(/-\d+$/, ''),
          visit_id: randomUUID(),
          carrier: 'link',
          benefit: null,
        },
        ...{ ba: `ba-${mirrorId.replace(/-\d+$/, '')}`, skus: '["VA-M01","VA-S01"]', human: null },
        ...{ is_demo: false, opened_ms: null, claim_told_ms: null, join_told_ms: null },
        ...more,
      };
      await db.insertInto('codes').values(row).execute();
      return token;
    },
    /** By somebody new, when nobody is named. */
    async claim(token: string, more: Partial<Claim> = {}) {
      const contact =
        more.contact === undefined ? ({ channel: 'line', ref: `u${++people}` } as const) : more.contact;
      const claim: Claim = {
        ...{
          id: claimIdOf(token, JSON.stringify(contact), JSON.stringify(more.used ?? null)),
          used: { token },
        },
        ...{ carrier: 'link', standing: null, claimedMs: clock.nowMs },
        ...more,
        contact,
      };
      const taken = await takeClaim(parts, claim);
      if (taken.kind === 'refused') throw new Error('the claim was refused');
      return taken;
    },
  };
}

export type Counter = ReturnType<typeof buildCounter>;
