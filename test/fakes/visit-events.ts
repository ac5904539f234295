/** Visits as shoppers make them, by a seed: the events of each in their order, with the time that each comes after its start. */
import { v4 } from 'uuid';
import { CARRIERS } from '../../main/contract/carriers.ts';
import type { EventBody, NewEvent } from '../../main/contract/events.ts';
import { LIGHT_READINGS } from '../../main/contract/light.ts';
import sample from '../../models/shades/catalogue.json' with { type: 'json' };
import type { Random } from '../faults/random.ts';

export interface TimedEvent {
  afterMs: number;
  event: NewEvent;
}

const SHADES = sample.shades as { sku: string; finish: EventBody<'shade.worn'>['finish'] }[];
const [FEWEST_SHADES, MOST_SHADES] = [3, 12];
const [SHORTEST_DWELL_MS, LONGEST_DWELL_MS] = [1000, 12_000];
/** Of visits, of shades worn, and of visits in this order. */
const SHARES = { demo: 0.04, heart: 0.25, comparison: 0.1, code: 0.2 } as const;

const newId = (random: Random): string =>
  v4({ random: Uint8Array.from({ length: 16 }, () => random.below(256)) });
const between = (random: Random, least: number, most: number): number =>
  least + random.below(most - least + 1);

/** One visit. @param ba the serving advisor */
export function makeVisit(random: Random, ba: string | null = null): TimedEvent[] {
  const visitId = newId(random);
  const timeline: TimedEvent[] = [];
  let afterMs = 0;
  const happens = (event: NewEvent, laterMs: number): void => {
    afterMs += laterMs;
    timeline.push({ afterMs, event });
  };
  const mode = random.next() < SHARES.demo ? 'demo' : 'shopper';
  happens({ type: 'visit.started', visitId, body: { trigger: 'touch', mode, ba } }, 0);
  happens({ type: 'tryon.started', visitId, body: { notice: null } }, 300);
  const skus: string[] = [];
  let tryonMs = 0;
  for (let left = between(random, FEWEST_SHADES, MOST_SHADES); left > 0; left--) {
    const worn = makeWorn(random);
    skus.push(worn.sku);
    tryonMs += worn.dwellMs;
    if (random.next() < SHARES.heart) {
      happens({ type: 'shade.favourited', visitId, body: { sku: worn.sku } }, worn.dwellMs / 2);
      happens({ type: 'shade.worn', visitId, body: worn }, worn.dwellMs / 2);
    } else happens({ type: 'shade.worn', visitId, body: worn }, worn.dwellMs);
  }
  if (random.next() < SHARES.comparison) {
    happens({ type: 'compare.used', visitId, body: { skus: skus.slice(-2) } }, 900);
  }
  if (random.next() < SHARES.code) {
    const code = { token: newId(random), carrier: random.pick(CARRIERS), benefit: null, ba, skus };
    happens({ type: 'code.shown', visitId, body: code }, 1500);
  }
  happens({ type: 'tryon.ended', visitId, body: makeTryonEnd(random, tryonMs) }, 4000);
  happens(
    { type: 'visit.ended', visitId, body: { reason: 'left', durationMs: Math.round(afterMs), tryonMs } },
    0,
  );
  return timeline;
}

function makeWorn(random: Random): EventBody<'shade.worn'> {
  const { sku, finish } = random.pick(SHADES);
  const light = random.next() < 0.9 ? 'good' : random.pick(LIGHT_READINGS);
  return {
    sku,
    finish,
    intensity: random.pick([1, 1, 1, 0.8, 0.6]),
    source: random.pick(['rail', 'rail', 'swipe', 'key'] as const),
    wearer: 'shopper',
    dwellMs: between(random, SHORTEST_DWELL_MS, LONGEST_DWELL_MS),
    quality: { light, tracking: 1 - random.below(20) / 100 },
  };
}

function makeTryonEnd(random: Random, tryonMs: number): EventBody<'tryon.ended'> {
  const meanFps = between(random, 24, 30);
  const frames = Math.round((tryonMs * meanFps) / 1000);
  return { reason: 'visit-ended', frames, meanFps, faceShare: 1 - random.below(20) / 100 };
}
