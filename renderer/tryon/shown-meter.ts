/**
 * Counts for one wearer how long frames were on screen with her lips really painted: each written frame in, what is known
 * of them told several times a second. A frame costs a few additions and allocates nothing.
 */
import type { LightReading } from '../../main/contract/light.ts';
import type { Look } from './look.ts';

/** What is untold when she taps another shade is lost to the dwell of this one: a tenth of a second at the most. */
const TELL_EVERY_MS = 100;
/** A frame that stands longer tells of a stall or a hidden page, not of her looking at it. */
const LONGEST_FRAME_MS = 200;
/** A wearing goes on over a shorter time without painted lips; after a longer one the next painted frame begins anew. */
const LONGEST_GAP_MS = 2000;

/** Frames with one wearer's lips painted in a shade, since the last tally of hers. Tallies come only while lips are painted. */
export interface ShownTally {
  sku: string;
  /** Of the newest of them. */
  intensity: number;
  /** How long painted frames were on screen, ms, and how many. */
  shownMs: number;
  frames: number;
  /** The same of all frames meanwhile, painted or not. */
  spanMs: number;
  allFrames: number;
  /** On her face; null while it is not read. */
  light: LightReading | null;
}

export class ShownMeter {
  private readonly tell: (tally: ShownTally) => void;
  private look: Look | null = null;
  private light: LightReading | null = null;
  private isPainted = false;
  /** Frames without paint count from the first painted one on, until a gap. */
  private isGoing = false;
  private lastMs = 0;
  private shownMs = 0;
  private frames = 0;
  private spanMs = 0;
  private allFrames = 0;

  constructor(tell: (tally: ShownTally) => void) {
    this.tell = tell;
  }

  /**
   * A frame was written; it is on screen until the next is.
   * @param look of the frame, whether it could be painted or not; null when lips are to be bare
   * @param light on her face, where it is known
   */
  add(nowMs: number, look: Look | null, isPainted: boolean, light: LightReading | null): void {
    this.endFrame(nowMs);
    const isOther = look?.sku !== this.look?.sku;
    if (isOther || this.spanMs >= TELL_EVERY_MS) this.tellPainted();
    if (isOther || (this.frames === 0 && this.spanMs > LONGEST_GAP_MS)) this.end();
    this.look = look;
    this.isPainted = isPainted;
    if (isPainted) this.light = light;
    this.lastMs = nowMs;
  }

  /** Another source begins: the last frame of the one before does not stand until this one's first. */
  cut(): void {
    this.end();
    this.isPainted = false;
    this.look = null;
  }

  private endFrame(nowMs: number): void {
    if (this.look === null || !(this.isPainted || this.isGoing)) return;
    this.isGoing = true;
    const stoodMs = Math.min(LONGEST_FRAME_MS, nowMs - this.lastMs);
    this.spanMs += stoodMs;
    this.allFrames++;
    if (!this.isPainted) return;
    this.shownMs += stoodMs;
    this.frames++;
  }

  private tellPainted(): void {
    if (this.look === null || this.frames === 0) return;
    const { sku, intensity } = this.look;
    const { shownMs, frames, spanMs, allFrames, light } = this;
    this.tell({ sku, intensity, shownMs, frames, spanMs, allFrames, light });
    this.clear();
  }

  private end(): void {
    this.isGoing = false;
    this.clear();
  }

  private clear(): void {
    this.shownMs = this.frames = this.spanMs = this.allFrames = 0;
  }
}
