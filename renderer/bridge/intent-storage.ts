/**
 * The browser's storage as a list of intents in the order in which they were added, one entry each. Where storage is full
 * or forbidden, intents live as long as the page does.
 */
import type { Intent } from '../../main/contract/intents.ts';

const PREFIX = 'vermilion.intent.';
const ORDER_DIGITS = 12;

/** Entry of each intent that is stored, by its id. */
const keys = new Map<string, string>();
let order = 0;

function attempt<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch (cause) {
    console.warn(cause);
    return undefined;
  }
}

const newKey = (): string => PREFIX + String(++order).padStart(ORDER_DIGITS, '0');

/** At the end, or in the place of the one with its id. */
export function storeIntent(intent: Intent): void {
  const key = keys.get(intent.id) ?? newKey();
  keys.set(intent.id, key);
  attempt(() => localStorage.setItem(key, JSON.stringify(intent)));
}

export function dropIntent({ id }: Intent): void {
  const key = keys.get(id);
  keys.delete(id);
  if (key !== undefined) attempt(() => localStorage.removeItem(key));
}

/** All that are stored, oldest first. An entry that is no intent is removed; the service judges the rest. */
export function readIntents(): Intent[] {
  const stored = attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) ?? [];
  return stored.sort().flatMap((key) => {
    const intent = attempt(() => parse(localStorage.getItem(key)));
    order = Math.max(order, Number(key.slice(PREFIX.length)) || 0);
    if (intent === undefined) attempt(() => localStorage.removeItem(key));
    else keys.set(intent.id, key);
    return intent ?? [];
  });
}

function parse(text: string | null): Intent | undefined {
  const value: unknown = JSON.parse(text ?? 'null');
  const isIntent =
    typeof value === 'object' && value !== null && 'id' in value && 'visit' in value && 'type' in value;
  return isIntent ? (value as Intent) : undefined;
}
