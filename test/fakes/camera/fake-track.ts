/** A camera track without a browser: as much of MediaStreamTrack as the supervisor uses, and the frames behind it. */

export interface FrameSize {
  widthPx: number;
  heightPx: number;
}

/** Numbers asked for as ideal; anything else is not understood here. */
export const idealOf = (wish: ConstrainULong | undefined): number =>
  (wish as ConstrainULongRange | undefined)?.ideal ?? 0;

export class FakeTrack extends EventTarget {
  readonly label: string;
  readonly deviceId: string;
  readyState: MediaStreamTrackState = 'live';
  muted = false;
  size: FrameSize;
  /** Whether it goes back to its size when asked. */
  isObedient = true;
  /** It says it is live and gives nothing: a glitch that only opening it again ends. */
  isStuck = false;
  lastFrameMs: number | null = null;
  private waiting: { resolve: () => void; reject: (cause: Error) => void }[] = [];

  constructor(label: string, deviceId: string, size: FrameSize) {
    super();
    this.label = label;
    this.deviceId = deviceId;
    this.size = size;
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId };
  }

  async applyConstraints(wish: MediaTrackConstraints): Promise<void> {
    if (!this.isObedient) throw new DOMException('It cannot.', 'OverconstrainedError');
    this.size = { widthPx: idealOf(wish.width), heightPx: idealOf(wish.height) };
  }

  stop(): void {
    this.readyState = 'ended';
    for (const { reject } of this.waiting.splice(0)) reject(new Error('It was stopped.'));
  }

  /** What a browser does when the camera is gone. */
  end(): void {
    if (this.readyState === 'ended') return;
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }

  giveFrame(nowMs: number): void {
    this.lastFrameMs = nowMs;
    for (const { resolve } of this.waiting.splice(0)) resolve();
  }

  nextFrame(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.readyState === 'live') this.waiting.push({ resolve, reject });
      else reject(new Error('It has ended.'));
    });
  }
}
