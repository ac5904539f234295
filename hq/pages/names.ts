/** What stores, dealers, mirrors and advisors are called, of those that an operator may see; others have no name for it. */
import type { Pick, Picks } from '../funnel/picks.ts';

export interface Names {
  store(id: string): string;
  dealer(id: string): string;
  mirror(id: string): string;
  advisor(id: string): string;
}

/** An id that the registry has not stands for itself. */
export function namesOf({ stores, dealers, mirrors, advisors }: Picks): Names {
  const named = (picks: readonly Pick[]) => {
    const names = new Map(picks.map(({ id, name }) => [id, name]));
    return (id: string) => names.get(id) ?? id;
  };
  return {
    store: named(stores),
    dealer: named(dealers),
    mirror: named(mirrors),
    advisor: named(advisors),
  };
}
