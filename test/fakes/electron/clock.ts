/** A clock that a test turns: what is due happens in order while it is turned, and not before. */
import type { Clock } from '../../../main/electron/clock.ts';

interface Due {
  atMs: number;
  action: () => void;
}

export class FakeClock implements Clock {
  private nowMs = 1_800_000_000_000;
  private due: Due[] = [];

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, action: () => void): () => void {
    const entry = { atMs: this.nowMs + delayMs, action };
    this.due.push(entry);
    return () => {
      this.due = this.due.filter((each) => each !== entry);
    };
  }

  /** Time that is waited for, soonest first. */
  get waitsMs(): number[] {
    return this.due.map(({ atMs }) => atMs - this.nowMs).sort((one, other) => one - other);
  }

  turn(byMs: number): void {
    const untilMs = this.nowMs + byMs;
    for (let next = this.takeDue(untilMs); next !== undefined; next = this.takeDue(untilMs)) {
      this.nowMs = next.atMs;
      next.action();
    }
    this.nowMs = untilMs;
  }

  private takeDue(untilMs: number): Due | undefined {
    const [next] = this.due.filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs);
    this.due = this.due.filter((each) => each !== next);
    return next;
  }
}
