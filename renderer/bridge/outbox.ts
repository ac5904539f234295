/**
 * Intents that the service has not answered yet, oldest first. They are kept in the browser's storage, one entry each,
 * so that a page that crashes or is reloaded sends them again.
 */
import type { Intent } from '../../main/contract/intents.ts';
import { waitingIntents } from '../screens/state.ts';

/** More than a shopper can tap while a service restarts; beyond it the oldest that matter least are given up. */
const MAX_WAITING = 500;
const PREFIX = 'vermilion.intent.';
/** What is given up first. */
const EXPENDABLE: readonly Intent['type'][] = ['compare.use', 'shade.wear'];

let lost = 0;
let wake: () => void = () => {};

/** Intents given up since the page started. */
export const lostIntents = (): number => lost;

const keyOf = ({ atMs, id }: Intent): string => `${PREFIX}${String(atMs).padStart(15, '0')}.${id}`;

export function recordIntent(intent: Intent): void {
  let waiting = [...waitingIntents.value, intent];
  if (waiting.length > MAX_WAITING) {
    const victim = EXPENDABLE.map((type) => waiting.find((each) => each.type === type)).find(Boolean);
    const given = victim ?? (waiting[0] as Intent);
    localStorage.removeItem(keyOf(given));
    waiting = waiting.filter((each) => each !== given);
    lost++;
  }
  keep(intent);
  waitingIntents.value = waiting;
  wake();
}

/** Where the storage is full or forbidden, the intent lives as long as the page does. */
function keep(intent: Intent): void {
  try {
    localStorage.setItem(keyOf(intent), JSON.stringify(intent));
  } catch (cause) {
    console.warn(cause);
  }
}

/** It was answered, or can never be. */
export function settleIntent(intent: Intent): void {
  localStorage.removeItem(keyOf(intent));
  waitingIntents.value = waitingIntents.value.filter(({ id }) => id !== intent.id);
}

/** Takes up what an earlier life of the page left behind. Call it once, before anything is recorded. */
export function restoreIntents(): void {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  waitingIntents.value = keys.sort().flatMap((key) => {
    try {
      return [JSON.parse(localStorage.getItem(key) ?? '') as Intent];
    } catch {
      localStorage.removeItem(key);
      return [];
    }
  });
}

/** Resolves with the oldest intent as soon as there is one. */
export async function nextIntent(): Promise<Intent> {
  while (waitingIntents.value[0] === undefined) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  return waitingIntents.value[0];
}
