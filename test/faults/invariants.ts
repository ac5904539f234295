/**
 * The promises, held against what is found after a fault: the database is read as it lies there, with none of the store's
 * own code. One sentence per broken promise comes out.
 */
import Database from 'better-sqlite3';
import type { MirrorEvent } from '../../main/contract/events.ts';
import { hashOf } from './scripted-hq.ts';

/** An event that the store said was recorded. */
export type Said = Pick<MirrorEvent, 'seq' | 'id' | 'sha256'>;

/** What some HQ has, by id. */
interface HqEvidence {
  kept: ReadonlyMap<string, Pick<MirrorEvent, 'sha256'> | undefined>;
  violations: readonly string[];
}

export interface Evidence {
  /** The database; nobody writes to it. */
  path: string;
  /** In the order in which it was said, over all restarts. */
  said: readonly Said[];
  hq?: HqEvidence;
  /** The files themselves were damaged: what is missing may be missing, if the store tells of it (`store.incident`). */
  isDamaged?: boolean;
}

interface StoredEvent extends MirrorEvent {
  /** null: it has no delivery, and HQ would never get it. */
  state: 'pending' | 'accepted' | 'quarantined' | null;
}

/** Everything said is in the store or at HQ, everything acknowledged is at HQ, nothing is there twice, nothing changed. */
export function findViolations(evidence: Evidence): string[] {
  const { check, events } = readStore(evidence.path);
  const { hq, isDamaged = false } = evidence;
  const rotten = isDamaged ? events.filter(isKnownRotten) : [];
  const believed = events.filter((event) => !rotten.includes(event));
  const isTold =
    believed.some(({ type }) => isDamaged && type === 'store.incident') ||
    rotten.some(({ state }) => state === 'quarantined');
  return [
    ...(check === 'ok' ? [] : [`quick_check says ${check}`]),
    ...lost(evidence, believed, isTold),
    ...believed.flatMap((event) => flaws(event, hq)),
    ...unsteady(evidence.said),
    ...(hq?.violations ?? []),
  ];
}

/** Its hash does not hold, and it is put in quarantine for that or not needed any more: then it must be at HQ as it was. */
const isKnownRotten = (event: StoredEvent): boolean =>
  event.state !== null && event.state !== 'pending' && hashOf(event) !== event.sha256;

/** All events with their delivery, in their order, and what `quick_check` says. */
export function readStore(path: string): { check: string; events: StoredEvent[] } {
  const db = new Database(path, { readonly: true });
  try {
    const events = db
      .prepare<[], StoredEvent>(
        `SELECT seq, id, type, version, visit_id AS visitId, time_ms AS timeMs, wall_ms AS wallMs,
           mono_ms AS monoMs, boot_id AS bootId, body, sha256, state
         FROM events LEFT JOIN delivery USING (seq) ORDER BY seq`,
      )
      .all();
    return { check: String(db.pragma('quick_check', { simple: true })), events };
  } finally {
    db.close();
  }
}

/** @param mayMiss something may be missing, but it must not have turned into something else */
function lost({ said, hq }: Evidence, events: readonly StoredEvent[], mayMiss: boolean): string[] {
  const stored = new Map(events.map((event) => [event.id, event]));
  const ids = new Map(events.map(({ seq, id }) => [seq, id]));
  return said.flatMap(({ seq, id, sha256 }) => {
    if ((ids.get(seq) ?? id) !== id) return [`number ${seq} was said of another event than has it now`];
    const kept = stored.get(id) ?? hq?.kept.get(id);
    if (kept === undefined) return mayMiss ? [] : [`event ${seq} was said to be recorded and is nowhere`];
    return kept.sha256 === sha256 ? [] : [`event ${seq} is not what was said to be recorded`];
  });
}

function flaws(event: StoredEvent, hq: HqEvidence | undefined): string[] {
  const flaws: string[] = [];
  if (hashOf(event) !== event.sha256) flaws.push(`event ${event.seq} has not the content of its hash`);
  if (event.state === null) flaws.push(`event ${event.seq} has no delivery`);
  if (event.state === 'accepted' && hq !== undefined && hq.kept.get(event.id) === undefined) {
    flaws.push(`event ${event.seq} counts as accepted, but HQ does not have it`);
  }
  return flaws;
}

function unsteady(said: readonly Said[]): string[] {
  const ids = new Set(said.map(({ id }) => id));
  const fallen = said.filter(({ seq }, i) => i > 0 && seq <= (said[i - 1] as Said).seq);
  return [
    ...(ids.size === said.length ? [] : ['an id was given to two events']),
    ...fallen.map(({ seq }) => `number ${seq} was given after one that is not below it`),
  ];
}
