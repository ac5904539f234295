/** Events as visits make them, by a seed: shades worn for the most part, now and then a code that jumps the queue. */
import { v7 as newId } from 'uuid';
import type { NewEvent } from '../../main/contract/events.ts';
import type { Random } from './random.ts';

const SKUS = ['VA-M01', 'VA-M02', 'VA-S03'];

/** Endless. A visit lasts for a dozen events or so. */
export function* sampleEvents(random: Random): Generator<NewEvent, never> {
  for (;;) {
    const visitId = newId();
    yield { type: 'visit.started', visitId, body: { trigger: 'touch', mode: 'shopper', ba: null } };
    yield { type: 'tryon.started', visitId, body: { notice: null } };
    for (let left = 1 + random.below(16); left > 0; left--) yield middleOf(visitId, random);
    const durationMs = 30_000 + random.below(60_000);
    yield { type: 'visit.ended', visitId, body: { reason: 'left', durationMs, tryonMs: durationMs - 5000 } };
    if (random.below(4) === 0) yield reading(random);
  }
}

function middleOf(visitId: string, random: Random): NewEvent {
  const sku = random.pick(SKUS);
  const kind = random.below(10);
  if (kind === 0) return { type: 'shade.favourited', visitId, body: { sku } };
  if (kind === 1) {
    const body = { token: newId(), carrier: 'link', benefit: null, ba: null, skus: [sku] } as const;
    return { type: 'code.shown', visitId, body: { ...body, skus: [sku] } };
  }
  return {
    type: 'shade.worn',
    visitId,
    body: {
      sku,
      finish: 'matte',
      intensity: random.next(),
      source: 'rail',
      wearer: 'shopper',
      dwellMs: 1000 + random.below(9000),
      quality: { light: null, tracking: random.next() },
    },
  };
}

function reading(random: Random): NewEvent {
  const body = { fps: 30, faceShare: random.next(), camera: null, frameAgeMs: null, rssMiB: 200 };
  const queue = { pending: 1, quarantined: 0, clockOffsetMs: null, version: '0.1.0', devices: {}, folded: 1 };
  return { type: 'mirror.health', visitId: null, body: { ...body, ...queue } };
}
