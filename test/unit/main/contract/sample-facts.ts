/** Arbitrary events of a visit, as far as the funnel listens to them, for property tests. */
import fc from 'fast-check';
import { CARRIERS } from '../../../../main/contract/carriers.ts';
import { type EventType, VISIT_MODES, VISIT_TRIGGERS } from '../../../../main/contract/events.ts';
import { FINISHES } from '../../../../main/contract/finishes.ts';
import { LIGHT_READINGS } from '../../../../main/contract/light.ts';

export interface SaidEvent {
  type: EventType;
  timeMs: number;
  body: object;
}

/** Names that mean something to objects are names of shades like any other. */
const sku = fc.constantFrom('A', 'B', '7', '__proto__', 'constructor', 'toString');
const DAY_MS = 86_400_000;
/** A week around the night in which Paris sets its clocks back. */
const timeMs = fc.integer({
  min: Date.parse('2026-10-22T00:00:00Z'),
  max: Date.parse('2026-10-22T00:00:00Z') + 7 * DAY_MS,
});
const ms = fc.integer({ min: 0, max: 90_000 });

const bodies = {
  'visit.started': fc.record({
    trigger: fc.constantFrom(...VISIT_TRIGGERS),
    mode: fc.constantFrom(...VISIT_MODES),
    ba: fc.option(fc.constantFrom('ba-1', 'ba-2')),
  }),
  'visit.ended': fc.record({ reason: fc.constant('left'), durationMs: ms, tryonMs: ms }),
  'shade.worn': fc.record({
    sku,
    finish: fc.constantFrom(...FINISHES.slice(0, 3)),
    intensity: fc.constant(1),
    source: fc.constant('rail'),
    wearer: fc.constantFrom('shopper', 'companion'),
    dwellMs: fc.integer({ min: 0, max: 9000 }),
    quality: fc.record({
      light: fc.option(fc.constantFrom(...LIGHT_READINGS)),
      tracking: fc.constantFrom(0.5, 1),
    }),
  }),
  'shade.favourited': fc.record({ sku }),
  'shade.unfavourited': fc.record({ sku }),
  'compare.used': fc.record({ skus: fc.array(sku, { maxLength: 3 }) }),
  'code.shown': fc.record({
    token: fc.constant('token'),
    carrier: fc.constantFrom(...CARRIERS),
    benefit: fc.constant(null),
    ba: fc.constant(null),
    skus: fc.constant([]),
  }),
  'code.claimed': fc.record({
    token: fc.constant('token'),
    contact: fc.constant('new'),
    claimedAtMs: timeMs,
  }),
  'member.joined': fc.record({
    token: fc.constant('token'),
    contact: fc.constant('c'),
    tier: fc.constant(null),
  }),
} as const;

export const saidEvent: fc.Arbitrary<SaidEvent> = fc.oneof(
  ...Object.entries(bodies).map(([type, body]) =>
    fc.record({ type: fc.constant(type as EventType), timeMs, body: body as fc.Arbitrary<object> }),
  ),
);

export const passer: fc.Arbitrary<SaidEvent> = timeMs.map((at) => {
  return { type: 'presence.passed', timeMs: at, body: { durationMs: 1000 } };
});
