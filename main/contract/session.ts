/**
 * What the shopper in front of the mirror wears and loves, what her companion wears, and how their intents change it.
 * Service and page run the same function: the service on what it recorded, the page at once on what it has sent. Free of
 * libraries, for the page.
 */
import type { Intent } from './intents.ts';

/**
 * How far the visit is. `idle`: nobody; `attracted`: somebody stands there and has no visit yet; `trying`: a visit; `taking-home`:
 * a code is on the screen; `leaving`: the visit has just ended and the screen says that it is cleared.
 */
export const VISIT_PHASES = ['idle', 'attracted', 'trying', 'taking-home', 'leaving'] as const;

export type VisitPhase = (typeof VISIT_PHASES)[number];

export interface Worn {
  /** The shade that was chosen; null before the first choice. */
  readonly sku: string | null;
  /** 0 (nothing) .. 1 (one coat). */
  readonly intensity: number;
}

/** What is worn at its top is the shopper's. */
export interface Session extends Worn {
  /** UUID of this shopper's visit, or of the next where nobody is there; "forget me" begins another. */
  readonly visit: string;
  readonly phase: VisitPhase;
  /** What the person beside her wears. */
  readonly companion: Worn;
  /** Shades they gave their heart to, in that order: one list of the visit. */
  readonly favourites: readonly string[];
}

/** Before the first choice. */
export const NOTHING_WORN: Worn = { sku: null, intensity: 1 };

export const emptySession = (visit: string): Session => ({
  ...NOTHING_WORN,
  visit,
  phase: 'idle',
  companion: NOTHING_WORN,
  favourites: [],
});

/** The session after one intent. An intent of another visit changes nothing; applying one twice is the same as once. */
export function applyIntent(session: Session, intent: Intent): Session {
  if (intent.visit !== session.visit) return session;
  switch (intent.type) {
    case 'shade.wear': {
      const worn: Worn = { sku: intent.sku, intensity: intent.intensity };
      return intent.wearer === 'companion' ? { ...session, companion: worn } : { ...session, ...worn };
    }
    case 'shade.favourite': {
      const others = session.favourites.filter((sku) => sku !== intent.sku);
      return { ...session, favourites: intent.isFavourite ? [...others, intent.sku] : others };
    }
    case 'compare.use':
    case 'shade.shown':
    case 'code.show':
    case 'code.hide':
      return session;
    case 'companion.forget':
      return { ...session, companion: NOTHING_WORN };
    case 'visit.forget':
      return emptySession(intent.nextVisit);
  }
}
