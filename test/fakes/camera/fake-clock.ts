/** A clock that stands still until a test lets time pass; between two appointments every promise that can settle does. */
import type { Clock } from '../../../renderer/camera/clock.ts';

export interface FakeClock extends Clock {
  pass(ms: number): Promise<void>;
  /** Called whenever all is at rest, at each step of time. */
  atRest: () => void;
}

/** Lets promises settle, chains of them too. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function buildFakeClock(): FakeClock {
  let nowMs = 0;
  let appointments: { atMs: number; run: () => void }[] = [];
  async function rest(): Promise<void> {
    await settle();
    clock.atRest();
  }
  const clock: FakeClock = {
    atRest() {},
    nowMs: () => nowMs,
    after(delayMs, run) {
      const appointment = { atMs: nowMs + delayMs, run };
      appointments.push(appointment);
      return () => {
        appointments = appointments.filter((other) => other !== appointment);
      };
    },
    async pass(ms) {
      const endMs = nowMs + ms;
      await rest();
      for (;;) {
        const [next] = appointments.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        appointments = appointments.filter((other) => other !== next);
        nowMs = next.atMs;
        next.run();
        await rest();
      }
      nowMs = endMs;
    },
  };
  return clock;
}
