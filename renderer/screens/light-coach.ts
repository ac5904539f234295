/**
 * Decides from the light on her face when the glass tells her what to do about it: late, briefly, and not again while the
 * same trouble lasts. A shop's lamps may be as they are all day.
 */
import type { LightReading } from '../../main/contract/light.ts';
import { Held } from './held.ts';

export type LightTrouble = Exclude<LightReading, 'good'>;

/** A hand's shadow or a turn of the head is over sooner. */
const TROUBLE_STANDS_MS = 4000;
const RELIEF_STANDS_MS = 1500;
/** Long enough to read twice. */
const HINT_MS = 10_000;
/** Between the end of one hint and the next. */
const REST_MS = 60_000;

export class LightCoach {
  private readonly held = new Held<LightTrouble | null>(null, (next) =>
    next === null ? RELIEF_STANDS_MS : TROUBLE_STANDS_MS,
  );
  private isTelling = false;
  /** This trouble was told of; another begins when the light was good or she was gone. */
  private isTold = false;
  private toldMs = Number.NEGATIVE_INFINITY;

  /** @param reading null where there is no face to read it from @returns the trouble to tell of now, or null */
  judge(reading: LightReading | null, nowMs: number): LightTrouble | null {
    const trouble = this.held.take(reading === 'good' ? null : reading, nowMs);
    if (trouble === null) this.isTelling = this.isTold = false;
    else if (!this.isTold && nowMs - this.toldMs >= HINT_MS + REST_MS) {
      this.isTelling = this.isTold = true;
      this.toldMs = nowMs;
    } else if (nowMs - this.toldMs >= HINT_MS) this.isTelling = false;
    return this.isTelling ? trouble : null;
  }
}
