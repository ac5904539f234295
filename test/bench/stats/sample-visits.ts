/** Visits as a busy counter has them, by a seed: what each of its events says, without ids and clocks. */
import type { EventType } from '../../../main/contract/events.ts';
import { FINISHES } from '../../../main/contract/finishes.ts';
import type { Random } from '../../faults/random.ts';

export interface SampleEvent {
  type: EventType;
  timeMs: number;
  body: object;
}

const SKUS = Array.from({ length: 48 }, (_, index) => `VA-${String(index).padStart(3, '0')}`);
const ADVISORS = [null, 'ba-01', 'ba-02', 'ba-03', 'ba-04'];
const CARRIERS = ['wecom-link', 'wechat-code', 'link'];
const SHADES_A_VISIT = 22;

/** About 55 events, in their order. A third shows a code; a claim may come hours later. */
export function sampleVisit(random: Random, startMs: number): SampleEvent[] {
  const ba = random.pick(ADVISORS);
  const events: SampleEvent[] = [];
  let timeMs = startMs;
  const say = (type: EventType, body: object): void => void events.push({ type, timeMs, body });
  say('visit.started', {
    trigger: random.below(3) === 0 ? 'presence' : 'touch',
    mode: random.below(30) === 0 ? 'demo' : 'shopper',
    ba,
  });
  say('tryon.started', { notice: null });
  let tryonMs = 0;
  for (let shade = random.below(2 * SHADES_A_VISIT); shade > 0; shade--) {
    const dwellMs = 1000 + random.below(7000);
    tryonMs += dwellMs;
    timeMs += dwellMs + random.below(1000);
    const at = random.below(SKUS.length);
    const sku = SKUS[at] ?? '';
    say('shade.worn', wornBody(random, sku, FINISHES[at % FINISHES.length] ?? 'matte', dwellMs));
    for (let other = random.below(3); other > 0; other--) say('compare.used', { skus: [sku] });
    if (random.below(8) === 0) say('shade.favourited', { sku });
  }
  const code = { token: `t${startMs}` };
  const showsCode = random.below(3) === 0;
  if (showsCode) say('code.shown', { ...code, carrier: random.pick(CARRIERS), benefit: null, ba, skus: [] });
  say('visit.ended', { reason: 'left', durationMs: timeMs - startMs, tryonMs });
  timeMs += random.below(7_200_000);
  if (showsCode && random.below(2) === 0)
    say('code.claimed', { ...code, contact: 'new', claimedAtMs: timeMs });
  if (showsCode && random.below(3) === 0) say('member.joined', { ...code, contact: 'c', tier: null });
  return events;
}

function wornBody(random: Random, sku: string, finish: string, dwellMs: number): object {
  return {
    sku,
    finish,
    intensity: 1,
    source: 'rail',
    wearer: 'shopper',
    dwellMs,
    quality: { light: random.below(5) === 0 ? 'dim' : 'good', tracking: 0.5 + random.next() / 2 },
  };
}
