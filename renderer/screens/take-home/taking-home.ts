/**
 * What the screen shows of taking home: what the service told, and before that what she has just asked for. Her tap counts at
 * once; a view that the service told before it heard of the tap does not.
 */
import type { CodeView } from '../../../main/contract/code-view.ts';
import type { Intent } from '../../../main/contract/intents.ts';

/** `waiting`: she asked for a code, and the service has not brought it yet. */
export type TakingHome = CodeView | { readonly kind: 'waiting' };

export interface TakingHomeFacts {
  /** By the service. */
  readonly told: CodeView;
  /** Intents that it has not answered, oldest first. */
  readonly waiting: readonly Intent[];
  /** Hers; one that was forgotten on this page alone is over, too. */
  readonly visit: string | null;
  /** The service has recorded her wish; the code itself follows in a moment. */
  readonly isDue: boolean;
}

export type CodeIntent = Extract<Intent, { type: 'code.show' | 'code.hide' }>;

/** Her latest wish of this visit that was not answered. */
export const lastCodeIntent = (waiting: readonly Intent[], visit: string | null): CodeIntent | undefined =>
  waiting.findLast(
    (each): each is CodeIntent =>
      each.visit === visit && (each.type === 'code.show' || each.type === 'code.hide'),
  );

export function takingHome({ told, waiting, visit, isDue }: TakingHomeFacts): TakingHome {
  const wish = lastCodeIntent(waiting, visit)?.type;
  if (wish === 'code.hide') return { kind: 'none' };
  const isForgetting = waiting.some(({ type }) => type === 'visit.forget');
  const view: CodeView = isForgetting ? { kind: 'none' } : told;
  if (wish === 'code.show') return view.kind === 'shown' ? view : { kind: 'waiting' };
  return view.kind === 'none' && isDue ? { kind: 'waiting' } : view;
}
