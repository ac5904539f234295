/**
 * A code as it would be shown now: its event, and what the page is told of it. What it uses up goes with the transaction that
 * records it.
 */
import type { CodesSettings } from '../config/settings-schema.ts';
import { isLoopbackHost } from '../contract/addresses.ts';
import type { Carrier } from '../contract/carriers.ts';
import type { CodeView } from '../contract/code-view.ts';
import type { EventBody } from '../contract/events.ts';
import { SHOWN_MS } from '../contract/tokens.ts';
import { type ChosenCode, chooseCarrier, isPooled } from './choose-carrier.ts';
import type { KeyRing } from './keys.ts';
import { mintToken } from './mint.ts';
import type { Benefit, Offers } from './offers.ts';
import type { CodePool } from './pool.ts';

export interface DraftParts {
  /** Asked for each code, so they may change. */
  settings(): CodesSettings;
  /** Where phones reach HQ; null while that is not known. */
  landing(): string | null;
  keys: KeyRing;
  pool: CodePool;
  offers: Offers;
  /** Told why a carrier that fits whoever serves was passed over. */
  onUnusable(carrier: Carrier, why: string): void;
}

export interface CodeDraft {
  readonly event: EventBody<'code.shown'>;
  readonly view: Extract<CodeView, { kind: 'shown' }>;
  /** Uses up its key and its place in the pool; only within the transaction that records the event. */
  use(): void;
}

export interface Circumstances {
  skus: readonly string[];
  /** Serving advisor. */
  ba: string | null;
  /** Wall clock. */
  nowMs: number;
}

/** undefined: no carrier can serve now. */
export function draftCode(parts: DraftParts, { skus, ba, nowMs }: Circumstances): CodeDraft | undefined {
  const { settings, landing, keys, pool, offers, onUnusable } = parts;
  const { carriers, benefit: named } = settings();
  const token = mintToken(keys.current());
  const code = chooseCarrier({ carriers, ba, token, landing: landing(), pool, onUnusable });
  if (code === undefined) return undefined;
  const benefit = offers.benefit(named);
  const { carrier, payload, image, humanCode } = code;
  const shownAtMs = Math.round(nowMs);
  return {
    event: eventOf(code, benefit, ba, skus),
    view: {
      ...{ kind: 'shown', carrier, payload, image, humanCode, skus },
      ...{ shownAtMs, expiresAtMs: shownAtMs + SHOWN_MS },
      advisor: offers.cardOf(ba),
      benefit: benefit?.text ?? null,
      isLocalOnly: payload !== null && isLoopbackHost(URL.parse(payload)?.hostname ?? ''),
    },
    use() {
      if (isPooled(carrier)) pool.take(code.token);
      else keys.keep();
    },
  };
}

function eventOf(
  { token, carrier, humanCode }: ChosenCode,
  benefit: Benefit | null,
  ba: string | null,
  skus: readonly string[],
): EventBody<'code.shown'> {
  const human = humanCode === null ? {} : { human: humanCode };
  return { token, carrier, benefit: benefit?.id ?? null, ba, skus: [...skus], ...human };
}
