/**
 * Judges whether the shopper has left: nobody before the camera and nothing touched for twenty seconds, or, where no camera
 * sees her, nothing touched for ninety.
 */

const AFTER_LAST_FACE_MS = 20_000;
const AFTER_LAST_TOUCH_MS = 90_000;

export interface Sight {
  /** Whether faces are looked for in the camera's own frames. */
  isCameraLive: boolean;
  hasFace: boolean;
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
  hasLeft({ isCameraLive, hasFace }: Sight, nowMs: number): boolean {
    if (!isCameraLive || hasFace) this.lastFaceMs = nowMs;
    const sinceTouchMs = nowMs - this.lastTouchMs;
    if (isCameraLive) return Math.min(sinceTouchMs, nowMs - this.lastFaceMs) >= AFTER_LAST_FACE_MS;
    return sinceTouchMs >= AFTER_LAST_TOUCH_MS;
  }
}
