/** What HQ counts of carriers, as Prometheus text. No label names a mirror, a contact or a token. */
import { Counter, type Registry } from 'prom-client';
import type { PooledCarrier } from '../../main/contract/carriers.ts';

/** Whose API HQ asks. */
export type Platform = 'wecom' | 'wechat-oa' | 'wechat-mini' | 'line' | 'whatsapp';

export interface CarrierMetrics {
  /** @param outcome of the ledger, or `refused` for a code that is nobody's */
  claim(hook: string, outcome: string): void;
  notice(platform: Platform, notice: string): void;
  /** @param outcome `ok`, or what went wrong */
  call(platform: Platform, path: string, outcome: string): void;
  poolCodes(carrier: PooledCarrier, count: number): void;
  /** Something beside the answers failed. */
  failed(): void;
}

export function buildCarrierMetrics(registry: Registry): CarrierMetrics {
  const registers = [registry];
  const claims = new Counter({
    name: 'vermilion_hq_claims_total',
    help: 'Claims that platforms reported, by what became of them.',
    labelNames: ['hook', 'outcome'],
    registers,
  });
  const notices = new Counter({
    name: 'vermilion_hq_platform_notices_total',
    help: 'What platforms told of links and quotas, which somebody must see to.',
    labelNames: ['platform', 'notice'],
    registers,
  });
  const calls = new Counter({
    name: 'vermilion_hq_platform_calls_total',
    help: 'Calls of platforms by their outcome: ok, or what went wrong.',
    labelNames: ['platform', 'path', 'outcome'],
    registers,
  });
  const codes = new Counter({
    name: 'vermilion_hq_pool_codes_total',
    help: 'Codes of pooled carriers that were made and sent to mirrors.',
    labelNames: ['carrier'],
    registers,
  });
  const failures = new Counter({
    name: 'vermilion_hq_carrier_failures_total',
    help: 'Welcome messages and fillings of pools that failed.',
    registers,
  });
  return {
    claim: (hook, outcome) => claims.inc({ hook, outcome }),
    notice: (platform, notice) => notices.inc({ platform, notice }),
    call: (platform, path, outcome) => calls.inc({ platform, path, outcome }),
    poolCodes: (carrier, count) => codes.inc({ carrier }, count),
    failed: () => failures.inc(),
  };
}
