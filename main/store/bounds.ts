/**
 * How much room is left for events, and which of them may still have it. Three things bound it: the number of events, the
 * bytes of the database, and the disk. Room is counted in reserves, of which each kind of event leaves its share untouched.
 */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import type { EventType } from '../contract/events.ts';
import type { Tally } from './transactions.ts';

export interface Bounds {
  maxEvents: number;
  maxBytes: number;
}

/** 180 days of 200 visits of 40 events each, and some more. */
export const BOUNDS: Bounds = { maxEvents: 2_000_000, maxBytes: 2 * 1024 ** 3 };

export interface DiskSpace {
  freeBytes: number;
  totalBytes: number;
}

/**
 * Of the bytes, for events. The rest is for what HQ says: every row of `delivery` grows when it is noted, by a byte that
 * splits its full page in two.
 */
const SHARE_OF_EVENTS = 7 / 8;

const LARGEST_RESERVE_BYTES = 32 * 1024 * 1024;
/** The reserve's share of the bound in bytes and in events, and of a small disk. */
const RESERVE_OF_BOUND = 64;
const RESERVE_OF_DISK = 16;

/** Room that must be left, in reserves, for an event of the kind to be taken: health is refused first, visits last. */
const LEAST_ROOM = { health: 1, opinion: 0.75, other: 0.5, visit: 0.125 };
type Kind = keyof typeof LEAST_ROOM;

const OPINIONS: readonly EventType[] = ['shade.rated', 'wish.made', 'compare.used', 'tour.finished'];
/** Losses are told as long as anything is. */
const OF_VISITS: readonly EventType[] = [
  'visit.started',
  'visit.ended',
  'shade.worn',
  'code.shown',
  'code.claimed',
  'member.joined',
  'loss.reported',
  'store.incident',
];

function kindOf(type: EventType): Kind {
  if (type === 'mirror.health') return 'health';
  if (OPINIONS.includes(type)) return 'opinion';
  return OF_VISITS.includes(type) ? 'visit' : 'other';
}

/** Whether its loss is an error to whoever records it. */
export const isVital = (type: EventType): boolean => kindOf(type) === 'visit';

export const reserveOfDisk = ({ totalBytes }: DiskSpace): number =>
  Math.floor(Math.min(LARGEST_RESERVE_BYTES, totalBytes / RESERVE_OF_DISK));

export function readDiskSpace(path: string): DiskSpace {
  const { bavail, blocks, bsize } = statfsSync(dirname(path));
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

export interface Room {
  /** Measures once, for events of all types. */
  judge(): (type: EventType) => boolean;
  /** Everything may be recorded. */
  isAmple(): boolean;
  /** 0 (empty) .. 1 (at a bound). */
  fullness(): number;
}

export interface RoomParts {
  db: Database.Database;
  tally: Tally;
  bounds: Bounds;
  disk(): DiskSpace;
  /** Bytes of the disk that are kept for acknowledging and not taken yet. */
  missingBallast(): number;
}

export function buildRoom({ db, tally, bounds, disk, missingBallast }: RoomParts): Room {
  const pages = db.prepare<[], number>('SELECT page_count FROM pragma_page_count').pluck();
  const unused = db.prepare<[], number>('SELECT freelist_count FROM pragma_freelist_count').pluck();
  const pageBytes = db.pragma('page_size', { simple: true }) as number;
  const reserveBytes = Math.min(LARGEST_RESERVE_BYTES, bounds.maxBytes / RESERVE_OF_BOUND);
  const eventBytes = bounds.maxBytes * SHARE_OF_EVENTS;
  const usedBytes = (): number => ((pages.get() as number) - (unused.get() as number)) * pageBytes;

  /** Pages that are free within the database need no room on the disk. */
  function leftOnDisk(): number {
    const space = disk();
    const reserve = reserveOfDisk(space);
    // Some file systems do not tell their size.
    if (reserve === 0) return Number.POSITIVE_INFINITY;
    return (space.freeBytes - missingBallast() + (unused.get() as number) * pageBytes) / reserve;
  }

  function left(): number {
    const bytes = (eventBytes - usedBytes()) / reserveBytes;
    const events = (bounds.maxEvents - tally.events) / (bounds.maxEvents / RESERVE_OF_BOUND);
    return Math.min(bytes, events, leftOnDisk());
  }

  return {
    judge() {
      const room = left();
      return (type) => room >= LEAST_ROOM[kindOf(type)];
    },
    isAmple: () => left() >= LEAST_ROOM.health,
    fullness() {
      const bounded = Math.max(usedBytes() / eventBytes, tally.events / bounds.maxEvents);
      const ofDisk = 1 - Math.max(0, leftOnDisk()) / 8;
      return Math.min(1, Math.max(bounded, ofDisk, left() < LEAST_ROOM.visit ? 1 : 0));
    },
  };
}
