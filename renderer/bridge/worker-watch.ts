/**
 * Judges from what a try-on worker says whether it still lives, and how long to wait before another is started in its
 * place. Knows no worker and no clock: its owner asks it every CHECK_EVERY_MS.
 */

export const CHECK_EVERY_MS = 250;
/**
 * A worker sends a pulse every 500 ms, so 3 s without one means that it hangs or is gone. Loading the models and painting
 * the first face block it, for up to a second on a fast machine: until it is steady it is given 10 s.
 */
const SILENT_CHECKS = 3000 / CHECK_EVERY_MS;
const SILENT_CHECKS_UNSTEADY = 10_000 / CHECK_EVERY_MS;
/** Pulses after `ready` that make a worker steady. */
const STEADY_PULSES = 6;
/** A worker that fails before it is steady is followed by another at once, then after this, then twice as long each time. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

export class WorkerWatch {
  private isReady = false;
  private steadyPulses = 0;
  private silentChecks = 0;
  private failuresInARow = 0;

  /** @param type of a message from the worker, as in messages.ts */
  hear(type: string): void {
    this.silentChecks = 0;
    if (type === 'ready') this.isReady = true;
    if (type === 'failed') this.isReady = false;
    if (!this.isReady) this.steadyPulses = 0;
    else if (type === 'pulse') this.steadyPulses++;
    if (this.steadyPulses === STEADY_PULSES) this.failuresInARow = 0;
  }

  /**
   * Counts checks, not time: after the page itself was held up, or the machine slept, the worker's messages come first.
   * @param isHidden the page is: its timers are throttled then, and the worker's too
   * @returns true when the worker has been silent for too long
   */
  check(isHidden: boolean): boolean {
    this.silentChecks = isHidden ? 0 : this.silentChecks + 1;
    return this.silentChecks > (this.steadyPulses < STEADY_PULSES ? SILENT_CHECKS_UNSTEADY : SILENT_CHECKS);
  }

  /** The worker has failed. @returns ms until another is to be started */
  fail(): number {
    const pauseMs = this.failuresInARow === 0 ? 0 : FIRST_PAUSE_MS * 2 ** (this.failuresInARow - 1);
    this.failuresInARow++;
    this.isReady = false;
    this.steadyPulses = 0;
    this.silentChecks = 0;
    return Math.min(LONGEST_PAUSE_MS, pauseMs);
  }
}
