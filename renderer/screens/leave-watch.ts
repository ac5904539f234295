/**
 * Judges whether the shopper has left: nobody before the camera and nothing touched for twenty seconds, sixty with a code on
 * the screen, or, where no camera sees her, nothing touched for ninety.
 */

const AFTER_LAST_FACE_MS = 20_000;
/** She bows her head over her phone, or holds it before her face; as the service judges it. */
const AFTER_LAST_FACE_WITH_CODE_MS = 60_000;
const AFTER_LAST_TOUCH_MS = 90_000;

export interface Sight {
  /** Whether faces are looked for in the camera's own frames. */
  isCameraLive: boolean;
  hasFace: boolean;
  /** A code is on the screen. */
  hasCode: boolean;
}

export class LeaveWatch {
  private lastFaceMs: number;
  private lastTouchMs: number;

  constructor(nowMs: number) {
    this.lastFaceMs = nowMs;
    this.lastTouchMs = nowMs;
  }

  /** @param atMs of her last touch, however often it is told */
  touch(atMs: number): void {
    this.lastTouchMs = Math.max(this.lastTouchMs, atMs);
  }

  /** @returns whether she has left; a camera that is away takes its time to say so */
  hasLeft({ isCameraLive, hasFace, hasCode }: Sight, nowMs: number): boolean {
    if (!isCameraLive || hasFace) this.lastFaceMs = nowMs;
    const sinceTouchMs = nowMs - this.lastTouchMs;
    const facelessMs = hasCode ? AFTER_LAST_FACE_WITH_CODE_MS : AFTER_LAST_FACE_MS;
    if (isCameraLive) return Math.min(sinceTouchMs, nowMs - this.lastFaceMs) >= facelessMs;
    return sinceTouchMs >= AFTER_LAST_TOUCH_MS;
  }
}
