/**
 * What the shopper in front of the mirror wears and loves, and how her intents change it. Service and page run the same
 * function: the service on what it recorded, the page at once on what it has sent. Free of libraries, for the page.
 */
import type { Intent } from './intents.ts';

export interface Session {
  /** UUID of this shopper's visit; "forget me" begins another. */
  readonly visit: string;
  /** The shade she chose; null before the first choice. */
  readonly sku: string | null;
  /** 0 (nothing) .. 1 (one coat). */
  readonly intensity: number;
  /** Shades she gave her heart to, in that order. */
  readonly favourites: readonly string[];
}

export const emptySession = (visit: string): Session => ({ visit, sku: null, intensity: 1, favourites: [] });

/** The session after one intent. An intent of another visit changes nothing; applying one twice is the same as once. */
export function applyIntent(session: Session, intent: Intent): Session {
  if (intent.visit !== session.visit) return session;
  switch (intent.type) {
    case 'shade.wear':
      return { ...session, sku: intent.sku, intensity: intent.intensity };
    case 'shade.favourite': {
      const others = session.favourites.filter((sku) => sku !== intent.sku);
      return { ...session, favourites: intent.isFavourite ? [...others, intent.sku] : others };
    }
    case 'compare.use':
      return session;
    case 'visit.forget':
      return emptySession(intent.nextVisit);
  }
}
