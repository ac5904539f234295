/**
 * Intents that the service has not answered yet, oldest first. They are stored, so that a page that crashes or is
 * reloaded sends them again.
 */
import type { Intent } from '../../main/contract/intents.ts';
import { waitingIntents } from '../screens/state.ts';
import { dropIntent, readIntents, storeIntent } from './intent-storage.ts';
import { joinSlices, type Slice } from './slices.ts';

/** More than a shopper can tap while a service restarts; beyond it the oldest that matter least are given up. */
const MAX_WAITING = 500;
/** What is given up, in this order; "forget me" never is. */
const EXPENDABLE: readonly Intent['type'][] = ['compare.use', 'shade.shown', 'shade.wear', 'shade.favourite'];

let lost = 0;
/** The last intent that may have been sent: the service may have recorded it as it was. */
let offered: string | undefined;
let wake: () => void = () => {};

/** Intents given up since the page started. */
export const lostIntents = (): number => lost;

export function recordIntent(intent: Intent): void {
  if (waitingIntents.value.length >= MAX_WAITING) giveUpOne();
  storeIntent(intent);
  waitingIntents.value = [...waitingIntents.value, intent];
  wake();
}

/** While the service is away a wearing is one intent a minute instead of thirty: the slice is added to the one before. */
export function recordSlice(slice: Slice): void {
  const waiting = waitingIntents.value;
  for (let at = waiting.length - 1; at >= 0; at--) {
    const before = waiting[at] as Intent;
    // A slice stands after what was done before it.
    if (before.type !== 'shade.shown' || before.id === offered) break;
    const joined = joinSlices(before, slice);
    if (joined === null) continue;
    storeIntent(joined);
    waitingIntents.value = waiting.with(at, joined);
    return;
  }
  recordIntent(slice);
}

function giveUpOne(): void {
  const waiting = waitingIntents.value;
  const victim = EXPENDABLE.map((type) => waiting.find((each) => each.type === type)).find(Boolean);
  if (victim === undefined) return;
  lost++;
  settleIntent(victim);
}

/** It was answered, or can never be. */
export function settleIntent(intent: Intent): void {
  dropIntent(intent);
  waitingIntents.value = waitingIntents.value.filter(({ id }) => id !== intent.id);
}

/** Takes back what was never sent. @returns false when the service may know of it: then only another intent undoes it */
export function withdrawIntent(intent: Intent): boolean {
  if (intent.id === offered) return false;
  settleIntent(intent);
  return true;
}

/** Takes up what an earlier life of the page left behind. Call it once, before anything is recorded. */
export function restoreIntents(): void {
  waitingIntents.value = readIntents();
  offered = waitingIntents.value[0]?.id;
}

/**
 * Resolves with the oldest intent as soon as there is one.
 * @param ending of the channel that it is for: once aborted, the intent is told but will not be sent
 */
export async function nextIntent(ending?: AbortSignal): Promise<Intent> {
  while (waitingIntents.value[0] === undefined) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  if (ending?.aborted !== true) offered = waitingIntents.value[0].id;
  return waitingIntents.value[0];
}
