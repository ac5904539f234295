/** Notes damage that is found in the middle of work, so that the next start sets the store aside. */
import { hasCode } from './errors.ts';
import { noteDamage } from './set-aside.ts';

export interface DamageWatch {
  readonly isDamaged: boolean;
  /** Whether an error tells of damage. */
  look(error: unknown): void;
  note(): void;
}

/** @param path of the store */
export function buildDamageWatch(path: string): DamageWatch {
  let isDamaged = false;

  function note(): void {
    if (isDamaged) return;
    isDamaged = true;
    try {
      noteDamage(path, Date.now());
    } catch {
      // The disk takes no note; the next start checks the store anyway.
    }
  }

  return {
    get isDamaged() {
      return isDamaged;
    },
    look(error) {
      if (hasCode(error, 'store-damaged')) note();
    },
    note,
  };
}
