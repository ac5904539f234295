/** Whether HQ has every event of every mirror once: asked of its own database, or, where that is another's, of HQ itself. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { HqDatabase } from '../../hq/storage/schema.ts';
import { eventsReplySchema, sourceOf, WIRE, WIRE_PATHS } from '../../main/contract/wire.ts';
import { encodeBatch } from '../../main/sync/batch.ts';
import { readIdentity } from '../../main/sync/identity.ts';
import type { SimulatedMirror } from './simulated-mirror.ts';

export interface Verdict {
  minted: number;
  /** Not yet answered when the time was up. */
  waiting: number;
  /** HQ refused them, and the mirrors keep them. */
  quarantined: number;
  atHq: number;
  /** The mirror was told that HQ has them, and HQ has not. */
  lost: number;
  /** HQ has them more than once. */
  doubled: number;
  /** Mirrors whose events at HQ are others than they minted, though as many. */
  altered: number;
  /** Sequence numbers that HQ misses between others of the same mirror. */
  gaps: number;
}

interface Found {
  events: number;
  seqs: number;
  highest: number;
  digest: string;
}

export async function askDatabase(db: HqDatabase, mirrors: readonly SimulatedMirror[]): Promise<Verdict> {
  const verdict = countMirrors(mirrors);
  for (const mirror of mirrors) compare(verdict, mirror, await find(db, mirror.name ?? ''));
  return verdict;
}

function countMirrors(mirrors: readonly SimulatedMirror[]): Verdict {
  const verdict = {
    minted: 0,
    waiting: 0,
    quarantined: 0,
    atHq: 0,
    lost: 0,
    doubled: 0,
    altered: 0,
    gaps: 0,
  };
  for (const { store } of mirrors) {
    const { pending, quarantined } = store.counts();
    verdict.minted += store.minted;
    verdict.waiting += pending;
    verdict.quarantined += quarantined;
  }
  return verdict;
}

async function find(db: HqDatabase, mirror: string): Promise<Found> {
  const counted = await sql<{ events: number; seqs: number; highest: number | null }>`
    SELECT count(*) AS events, count(DISTINCT seq) AS seqs, max(seq) AS highest FROM events WHERE mirror_id = ${mirror}`.execute(
    db,
  );
  const listed = await sql<{ event_id: string }>`
    SELECT event_id FROM events WHERE mirror_id = ${mirror} ORDER BY seq`.execute(db);
  const ids = createHash('md5');
  for (const { event_id } of listed.rows) ids.update(event_id);
  const { events = 0, seqs = 0, highest = 0 } = counted.rows[0] ?? {};
  return { events, seqs, highest: highest ?? 0, digest: ids.digest('hex') };
}

function compare(verdict: Verdict, { store }: SimulatedMirror, found: Found): void {
  verdict.atHq += found.events;
  verdict.lost += Math.max(0, store.accepted - found.seqs);
  verdict.doubled += found.events - found.seqs;
  verdict.gaps += found.highest - found.seqs;
  if (found.events === store.minted && found.digest !== store.digest()) verdict.altered++;
}

/** Delivers everything once more: HQ must know each event as the very same, and take none as new. */
export async function askAgain(address: string, mirrors: readonly SimulatedMirror[]): Promise<Verdict> {
  const verdict = countMirrors(mirrors);
  for (const mirror of mirrors) {
    const { accepted, duplicate, rejected } = await deliverAgain(address, mirror);
    verdict.atHq += duplicate;
    verdict.lost += accepted;
    verdict.altered += rejected;
  }
  return verdict;
}

async function deliverAgain(address: string, { store, identityPath }: SimulatedMirror) {
  const identity = readIdentity(identityPath);
  if (identity === undefined) return { accepted: 0, duplicate: 0, rejected: 0 };
  const source = sourceOf(identity.store, identity.mirror);
  const told = { accepted: 0, duplicate: 0, rejected: 0 };
  for (let from = 0; from < store.all.length; ) {
    const batch = await encodeBatch(store.all.slice(from, from + WIRE.maxEvents), source, WIRE.maxBytes);
    const reply = await fetch(new URL(WIRE_PATHS.events, address), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${identity.key}`,
        'content-type': WIRE.mediaType,
        'content-encoding': 'gzip',
      },
      body: new Uint8Array(batch.body),
    });
    const { accepted, duplicate, rejected } = eventsReplySchema.parse(await reply.json());
    told.accepted += accepted.length;
    told.duplicate += duplicate.length;
    told.rejected += rejected.length;
    from += batch.events.length;
  }
  return told;
}
