/** The code of the first carrier of the settings that fits whoever serves and can be served now. */
import type { CodesSettings } from '../config/settings-schema.ts';
import { type Carrier, POOLED, type PooledCarrier } from '../contract/carriers.ts';
import { CodedError } from '../contract/coded-error.ts';
import { type BuiltCode, buildCode, type CodeContext } from './build-code.ts';
import { newHumanCode } from './human-code.ts';
import type { CodePool } from './pool.ts';

export interface Choice {
  carriers: CodesSettings['carriers'];
  /** Serving advisor. */
  ba: string | null;
  /** For a carrier that takes a fresh one. */
  token: string;
  /** As in CodeContext. */
  landing: string | null;
  pool: Pick<CodePool, 'peek'>;
  /** Told why one that fits was passed over. */
  onUnusable(carrier: Carrier, why: string): void;
}

export interface ChosenCode extends BuiltCode {
  readonly carrier: Carrier;
}

/** undefined: none can be served. */
export function chooseCarrier({
  carriers,
  ba,
  token,
  landing,
  pool,
  onUnusable,
}: Choice): ChosenCode | undefined {
  for (const carrier of carriers) {
    if (carrier.ba !== undefined && carrier.ba !== ba) continue;
    const item = isPooled(carrier.kind) ? pool.peek(carrier.kind) : undefined;
    const context: CodeContext = { landing, item, human: newHumanCode() };
    try {
      return { ...buildCode(token, carrier, context), carrier: carrier.kind };
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause;
      onUnusable(carrier.kind, cause.message);
    }
  }
  return undefined;
}

export const isPooled = (carrier: Carrier): carrier is PooledCarrier =>
  (POOLED as readonly Carrier[]).includes(carrier);
