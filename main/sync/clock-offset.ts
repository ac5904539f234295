/**
 * What HQ's clock is ahead of the mirror's, learnt from the replies to events, kept in the store. It corrects the time of
 * later events and is never part of a key.
 */
import { z } from 'zod';
import type { Instant } from '../store/clock.ts';
import type { Store } from '../store/store.ts';

export interface ClockOffset {
  /** @param sent when the request was @param received HQ's word of when that came, as its header says it */
  learn(sent: Instant, received: string | undefined): void;
}

/** HQ's own clock may be nonsense. */
const EARLIEST_MS = Date.UTC(2025, 0);
const LATEST_MS = Date.UTC(2100, 0);
/** The wall clock was set while the request was on its way: nothing can be said. */
const JUMP_MS = 1000;
/** Smaller differences are noise of the network, and each write costs a commit. */
const SLACK_MS = 250;

const STATE_KEY = 'clock-offset';

export function buildClockOffset(store: Store): ClockOffset {
  let written = z.number().safeParse(store.readState(STATE_KEY)).data ?? null;
  return {
    learn(sent, received) {
      const receivedMs = z.iso.datetime().safeParse(received).success
        ? Date.parse(received ?? '')
        : Number.NaN;
      if (!(receivedMs >= EARLIEST_MS && receivedMs < LATEST_MS)) return;
      const now = store.clock.now();
      const tripMs = now.monoMs - sent.monoMs;
      if (Math.abs(now.wallMs - sent.wallMs - tripMs) > JUMP_MS) return;
      const offsetMs = Math.round(receivedMs - sent.wallMs - tripMs / 2);
      const slackMs = Math.max(SLACK_MS, tripMs / 2);
      const differs = (known: number | null) => known === null || Math.abs(offsetMs - known) > slackMs;
      if (differs(store.clock.offsetMs)) store.clock.learn(offsetMs);
      if (!differs(written)) return;
      store.transact(() => store.writeState(STATE_KEY, offsetMs));
      written = offsetMs;
    },
  };
}
