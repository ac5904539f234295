/** Who is a passer, and who stands there having had her visit. */
import { expect, test } from 'vitest';
import { NOBODY, RED, visitStage } from './visit-stage.ts';

const PRESENCE = { startOn: 'presence' } as const;

test('who stands there and leaves without a touch has passed', () => {
  const stage = visitStage();
  stage.visits.presence(true);
  expect(stage.phase()).toBe('attracted');
  stage.pass(12_000);
  stage.visits.presence(true);
  stage.visits.presence(false);
  expect(stage.phase()).toBe('idle');
  expect(stage.recorded()).toEqual([{ type: 'presence.passed', visit: null, body: { durationMs: 12_000 } }]);
});

test('who has had her visit and still stands there is no passer, nor begins another by standing', () => {
  const stage = visitStage(PRESENCE);
  stage.visits.presence(true);
  stage.send({ type: 'visit.forget', nextVisit: crypto.randomUUID() });
  stage.pass(4000);
  expect(stage.phase()).toBe('attracted');
  stage.visits.presence(false);
  expect(stage.types()).toEqual(['visit.started', 'visit.ended']);
  stage.visits.presence(true);
  expect(stage.types()).toEqual(['visit.started', 'visit.ended', 'visit.started']);
});

test('without a sensor, too, the same face begins no second visit', () => {
  const stage = visitStage(PRESENCE);
  stage.report();
  stage.send({ type: 'visit.forget', nextVisit: crypto.randomUUID() });
  stage.reportFor(30_000);
  expect(stage.recorded('visit.started')).toHaveLength(1);
  stage.reportFor(2000, NOBODY);
  stage.reportFor(2000);
  expect(stage.recorded('visit.started')).toHaveLength(2);
});

test('who steps out and back within her visit is no passer, neither then nor after its end', () => {
  const stage = visitStage();
  stage.visits.presence(true);
  stage.wear(RED);
  for (const isPresent of [false, true, false, true]) {
    stage.visits.presence(isPresent);
    stage.pass(3000);
  }
  stage.visits.close();
  stage.pass(10_000);
  stage.visits.presence(false);
  expect(stage.types()).toEqual(['visit.started', 'visit.ended']);
});
