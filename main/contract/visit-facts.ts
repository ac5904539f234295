/**
 * The definitions of the funnel, as mirror and HQ both compute it: what each event says of its visit, how two such
 * findings become one (in any order, so that HQ may receive events out of order), and what a visit adds to the counts.
 */
import type { Carrier } from './carriers.ts';
import type { EventBody, EventType, MirrorEvent } from './events.ts';
import type { Finish } from './finishes.ts';
import { type LocalHour, localHour } from './local-time.ts';

/** A shade worn for a second or more is a try-on. */
export const WORN_MS = 1000;
/** Shorter visits are passers who touched the glass. */
export const SHORTEST_VISIT_MS = 3000;
/** Below this share of frames with a face, colours were not judged by a steady picture. */
const GOOD_TRACKING = 0.8;

export interface ShadeFacts {
  readonly finish: Finish | null;
  readonly worn: number;
  readonly dwellMs: number;
  /** Hearts given less hearts taken back. */
  readonly hearts: number;
  /** Of `worn`: in poor light or with the face often lost. */
  readonly poor: number;
}

/** What is known of one visit. Everything adds up, or is known once. */
export interface VisitFacts {
  readonly startedMs: number | null;
  readonly mode: 'shopper' | 'demo' | null;
  readonly trigger: EventBody<'visit.started'>['trigger'] | null;
  readonly ba: string | null;
  /** null while it is open. */
  readonly durationMs: number | null;
  readonly tryonMs: number;
  readonly codesShown: number;
  /** Of its codes, the first by name where there were several. */
  readonly carrier: Carrier | null;
  readonly claims: number;
  readonly joins: number;
  /** By SKU. */
  readonly shades: Shades;
}

type Shades = Readonly<Record<string, ShadeFacts>>;

const NO_SHADE: ShadeFacts = { finish: null, worn: 0, dwellMs: 0, hearts: 0, poor: 0 };

export const NO_FACTS: VisitFacts = {
  startedMs: null,
  mode: null,
  trigger: null,
  ba: null,
  durationMs: null,
  tryonMs: 0,
  codesShown: 0,
  carrier: null,
  claims: 0,
  joins: 0,
  shades: {},
};

/** The events that say anything of their visit. */
export const FACT_TYPES = [
  'visit.started',
  'visit.ended',
  'shade.worn',
  'shade.favourited',
  'shade.unfavourited',
  'code.shown',
  'code.claimed',
  'member.joined',
] as const satisfies EventType[];

/** What one event says of its visit; events of no visit and those that say nothing give NO_FACTS. */
export function factsOf({ type, timeMs, body }: Pick<MirrorEvent, 'type' | 'timeMs' | 'body'>): VisitFacts {
  const read = <T extends MirrorEvent['type']>(_type: T) => JSON.parse(body) as EventBody<T>;
  const shade = (sku: string, facts: Partial<ShadeFacts>): VisitFacts => ({
    ...NO_FACTS,
    shades: { [sku]: { ...NO_SHADE, ...facts } },
  });
  switch (type) {
    case 'visit.started': {
      const { mode, trigger, ba } = read(type);
      return { ...NO_FACTS, startedMs: timeMs, mode, trigger, ba };
    }
    case 'visit.ended': {
      const { durationMs, tryonMs } = read(type);
      return { ...NO_FACTS, durationMs, tryonMs };
    }
    case 'shade.worn': {
      const { sku, finish, dwellMs, isContinued, quality } = read(type);
      if (isContinued) return shade(sku, { finish, dwellMs });
      if (dwellMs < WORN_MS) return NO_FACTS;
      const isPoor = (quality.light !== null && quality.light !== 'good') || quality.tracking < GOOD_TRACKING;
      return shade(sku, { finish, worn: 1, dwellMs, poor: isPoor ? 1 : 0 });
    }
    case 'shade.favourited':
      return shade(read(type).sku, { hearts: 1 });
    case 'shade.unfavourited':
      return shade(read(type).sku, { hearts: -1 });
    case 'code.shown':
      return { ...NO_FACTS, codesShown: 1, carrier: read(type).carrier };
    case 'code.claimed':
      return { ...NO_FACTS, claims: 1 };
    case 'member.joined':
      return { ...NO_FACTS, joins: 1 };
    default:
      return NO_FACTS;
  }
}

/** Commutative and associative, with NO_FACTS as its neutral element. */
export function mergeFacts(a: VisitFacts, b: VisitFacts): VisitFacts {
  return {
    startedMs: lowest(a.startedMs, b.startedMs),
    mode: lowest(a.mode, b.mode),
    trigger: lowest(a.trigger, b.trigger),
    ba: lowest(a.ba, b.ba),
    durationMs: lowest(a.durationMs, b.durationMs),
    tryonMs: a.tryonMs + b.tryonMs,
    codesShown: a.codesShown + b.codesShown,
    carrier: lowest(a.carrier, b.carrier),
    claims: a.claims + b.claims,
    joins: a.joins + b.joins,
    shades: mergeShades(a.shades, b.shades),
  };
}

function lowest<T extends string | number>(a: T | null, b: T | null): T | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** Any text may be the name of a shade. Most events say nothing of shades, or something of one; sorting waits (factsText). */
function mergeShades(a: Shades, b: Shades): Shades {
  const [sku, ...others] = Object.keys(b);
  if (sku === undefined) return a;
  if (others.length === 0) return { ...a, [sku]: mergeShade(shadeOf(a, sku), shadeOf(b, sku)) };
  const merged = Object.keys(b).map((name) => [name, mergeShade(shadeOf(a, name), shadeOf(b, name))]);
  return { ...a, ...Object.fromEntries(merged) };
}

const shadeOf = (shades: Shades, sku: string): ShadeFacts =>
  (Object.hasOwn(shades, sku) ? shades[sku] : undefined) ?? NO_SHADE;

function mergeShade(a: ShadeFacts, b: ShadeFacts): ShadeFacts {
  return {
    finish: lowest(a.finish, b.finish),
    worn: a.worn + b.worn,
    dwellMs: a.dwellMs + b.dwellMs,
    hearts: a.hearts + b.hearts,
    poor: a.poor + b.poor,
  };
}

/** Equal facts are equal as text, in whatever order they were merged. */
export function factsText(facts: VisitFacts): string {
  const shades = Object.entries(facts.shades).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ ...facts, shades: Object.fromEntries(shades) });
}

/** What a visit adds to the steps of the funnel; passers come from `presence.passed`. */
export interface VisitCounts {
  visits: number;
  tryons: number;
  codes: number;
  claims: number;
  joins: number;
  /** Shades worn, and the time with painted lips, of all its try-ons. */
  worn: number;
  tryonMs: number;
  /** Try-ons whose shades were all worn in poor light or with the face often lost; part of `tryons`. */
  poorTryons: number;
  /** Visits that a presence sensor began: it was there. */
  sensed: number;
}

/** What a visit adds to one shade; `visits` are those that wore it. */
export interface ShadeCounts {
  sku: string;
  /** null: it was given a heart, but not worn for a second. */
  finish: Finish | null;
  worn: number;
  dwellMs: number;
  hearts: number;
  visits: number;
  poor: number;
}

/** What a visit adds to one finish. */
export interface FinishCounts {
  finish: Finish;
  worn: number;
  dwellMs: number;
  visits: number;
}

export interface CountedVisit extends LocalHour {
  mode: 'shopper' | 'demo';
  ba: string | null;
  carrier: Carrier | null;
  counts: VisitCounts;
  shades: ShadeCounts[];
  finishes: FinishCounts[];
}

/**
 * Where and what a visit counts; null while it is open or too short. A claim or a join counts on the visit's own hour,
 * and once a visit, however late it comes. Demo visits are counted apart, under their mode.
 */
export function countsOf(facts: VisitFacts, timeZone: string): CountedVisit | null {
  const { startedMs, mode, durationMs, ba, carrier } = facts;
  if (startedMs === null || mode === null || durationMs === null || durationMs < SHORTEST_VISIT_MS)
    return null;
  const shades = Object.entries(facts.shades).map(([sku, shade]) => shadeCountsOf(sku, shade));
  const worn = shades.reduce((sum, shade) => sum + shade.worn, 0);
  const poor = shades.reduce((sum, shade) => sum + shade.poor, 0);
  const isTryon = worn > 0;
  const counts: VisitCounts = {
    visits: 1,
    tryons: isTryon ? 1 : 0,
    codes: facts.codesShown > 0 ? 1 : 0,
    claims: facts.claims > 0 ? 1 : 0,
    joins: facts.joins > 0 ? 1 : 0,
    worn,
    tryonMs: isTryon ? facts.tryonMs : 0,
    poorTryons: isTryon && poor === worn ? 1 : 0,
    sensed: facts.trigger === 'presence' ? 1 : 0,
  };
  return {
    ...localHour(startedMs, timeZone),
    mode,
    ba,
    carrier,
    counts,
    shades,
    finishes: finishCountsOf(shades),
  };
}

/** A heart taken back whose giving is not known counts nothing. */
function shadeCountsOf(sku: string, { finish, worn, dwellMs, hearts, poor }: ShadeFacts): ShadeCounts {
  return { sku, finish, worn, dwellMs, hearts: Math.max(0, hearts), visits: worn > 0 ? 1 : 0, poor };
}

/** A visit that wore two shades of a finish wore that finish once. */
function finishCountsOf(shades: readonly ShadeCounts[]): FinishCounts[] {
  const finishes = new Map<Finish, FinishCounts>();
  for (const { finish, worn, dwellMs } of shades) {
    if (finish === null || worn === 0) continue;
    const sum = finishes.get(finish) ?? { finish, worn: 0, dwellMs: 0, visits: 1 };
    finishes.set(finish, { ...sum, worn: sum.worn + worn, dwellMs: sum.dwellMs + dwellMs });
  }
  return [...finishes.values()];
}

/**
 * Shades per minute with painted lips of one try-on, to a tenth, so that a median can be taken from counts of tenths; null
 * without a try-on. The median is shown against SHADES_PER_MINUTE_FLOOR.
 */
export function shadesPerMinute({ worn, tryonMs }: Pick<VisitCounts, 'worn' | 'tryonMs'>): number | null {
  return worn > 0 && tryonMs > 0 ? Math.round((worn * 600_000) / tryonMs) / 10 : null;
}
