/** Judges at each pulse whether the frame loop still gets anywhere. */

/**
 * Counted in pulses, not in time: the first frame with a face may block this thread, pulses included, for seconds on a
 * slow machine.
 */
const STUCK_PULSES = 5;
/** A frame this young has just arrived. */
const YOUNG_MS = 1000;

export class StuckWatch {
  private lastFlight = 0;
  private pulsesOfFlight = 0;
  private fruitlessPulses = 0;

  /**
   * @param flight number of the frame in flight, 0 for none; the others as in a pulse
   * @returns why another worker is needed, or null
   */
  judge(flight: number, { frameAgeMs, fps }: { frameAgeMs: number | null; fps: number }): string | null {
    this.pulsesOfFlight = flight !== 0 && flight === this.lastFlight ? this.pulsesOfFlight + 1 : 1;
    this.lastFlight = flight;
    const isFruitless = fps === 0 && frameAgeMs !== null && frameAgeMs < YOUNG_MS;
    this.fruitlessPulses = isFruitless ? this.fruitlessPulses + 1 : 0;
    if (this.pulsesOfFlight >= STUCK_PULSES)
      return 'A camera frame was taken and never came back from reading or writing.';
    if (this.fruitlessPulses >= STUCK_PULSES)
      return 'Camera frames arrive, and none of them can be read, painted or written.';
    return null;
  }
}
