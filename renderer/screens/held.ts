/**
 * A reading that flickers, held still: it changes only when its new value has stood for as long as that value asks for.
 * Knows no clock: its owner brings the time with each reading.
 */

export class Held<T> {
  private held: T;
  private next: T;
  private sinceMs = 0;
  private readonly standMs: (next: T) => number;

  /** @param standMs how long a value must stand before it is believed */
  constructor(first: T, standMs: (next: T) => number) {
    this.held = first;
    this.next = first;
    this.standMs = standMs;
  }

  take(reading: T, nowMs: number): T {
    if (reading !== this.next) {
      this.next = reading;
      this.sinceMs = nowMs;
    }
    if (nowMs - this.sinceMs >= this.standMs(reading)) this.held = reading;
    return this.held;
  }
}
