/** When a visit begins and when it ends, rule by rule. */
import { expect, test } from 'vitest';
import { NO_CAMERA, NOBODY, RED, STAND_IN, type VisitStage, visitStage } from './visit-stage.ts';

const PRESENCE = { startOn: 'presence' } as const;

test.each<[string, Parameters<typeof visitStage>[0], (stage: VisitStage) => void, object]>([
  ['a tap', {}, ({ wear }) => wear(RED), { trigger: 'touch', mode: 'shopper', ba: null }],
  [
    'a heart',
    {},
    ({ send }) => send({ type: 'shade.favourite', sku: RED, isFavourite: true }),
    { trigger: 'touch' },
  ],
  ['a touch that meant nothing', {}, (stage) => touchInReport(stage), { trigger: 'touch' }],
  ['a tester before the scanner', {}, ({ visits }) => visits.scan(RED), { trigger: 'scan' }],
  [
    'a strange tester before the scanner',
    {},
    ({ visits }) => visits.scan('4006381333931'),
    { trigger: 'scan' },
  ],
  ['a scan told by the page', {}, ({ wear }) => wear(RED, { source: 'scan' }), { trigger: 'scan' }],
  [
    'presence, where the policy allows it',
    PRESENCE,
    ({ visits }) => visits.presence(true),
    { trigger: 'presence' },
  ],
  ['a face, where there is no sensor', PRESENCE, ({ report }) => report(), { trigger: 'presence' }],
  ['a fleeting face, seen twice', PRESENCE, (stage) => glimpse(stage, 2), { trigger: 'presence' }],
  ['a tap on a mirror that demonstrates', { demo: true }, ({ wear }) => wear(RED), { mode: 'demo' }],
  ['a tap beside the advisor of the settings', { ba: 'ba-7' }, ({ wear }) => wear(RED), { ba: 'ba-7' }],
  ['a tap while the demo shopper stands in', {}, (stage) => touchStandIn(stage), { mode: 'demo' }],
])('%s begins a visit', (_what, policy, act, body) => {
  const stage = visitStage(policy);
  act(stage);
  expect(stage.phase()).toBe('trying');
  expect(stage.recorded('visit.started')).toMatchObject([{ visit: stage.visits.session.value.visit, body }]);
});

function touchInReport({ report, pass }: VisitStage): void {
  report(NOBODY);
  pass(2000);
  report({ ...NOBODY, touchAgeMs: 700 });
}

function glimpse({ report, pass }: VisitStage, times: number): void {
  for (let i = 0; i < times; i++) {
    report({ tryon: { faceShare: 0.25 } });
    pass(2000);
  }
}

function touchStandIn({ report, wear }: VisitStage): void {
  report(STAND_IN);
  wear(RED);
}

test.each<[string, Parameters<typeof visitStage>[0], (stage: VisitStage) => void]>([
  ['a face', {}, ({ reportFor }) => reportFor(60_000)],
  ['frames painted before any touch', {}, ({ shown }) => shown(RED, 20_000)],
  ['presence', {}, ({ visits }) => visits.presence(true)],
  ['a touch of long ago', {}, (stage) => staleTouch(stage)],
  ['a companion who leaves', {}, ({ send }) => send({ type: 'companion.forget' })],
  ['a hand-over', {}, ({ wear }) => wear(RED, { source: 'hand-over' })],
  ['a face that walks by', PRESENCE, (stage) => glimpse(stage, 1)],
  ['the demo shopper', PRESENCE, ({ reportFor }) => reportFor(10_000, STAND_IN)],
  ['a face, where a sensor sees nobody', PRESENCE, (stage) => faceWithoutPresence(stage)],
  [
    'forgetting what never was',
    {},
    ({ send }) => send({ type: 'visit.forget', nextVisit: crypto.randomUUID() }),
  ],
])('%s begins none', (_what, policy, act) => {
  const stage = visitStage(policy);
  act(stage);
  expect(['idle', 'attracted']).toContain(stage.phase());
  expect(stage.types()).toEqual([]);
});

function staleTouch({ report, pass }: VisitStage): void {
  report({ touchAgeMs: 30_000 });
  pass(2000);
  report({ touchAgeMs: 32_000 });
}

function faceWithoutPresence({ visits, reportFor }: VisitStage): void {
  visits.presence(false);
  reportFor(10_000);
}

/** Of the visit that has just ended. */
const ending = ({ recorded }: VisitStage) => recorded('visit.ended').map(({ body }) => body);

test('she leaves: eight seconds after presence is lost', () => {
  const stage = visitStage();
  stage.visits.presence(true);
  stage.wear(RED);
  stage.pass(5000);
  stage.wear(RED);
  stage.pass(10_000);
  stage.visits.presence(false);
  stage.pass(7999);
  expect(stage.phase()).toBe('trying');
  stage.pass(1);
  expect(stage.phase()).toBe('leaving');
  expect(ending(stage)).toEqual([{ reason: 'left', durationMs: 5000, tryonMs: 0 }]);
  stage.pass(3999);
  expect(stage.phase()).toBe('leaving');
  stage.pass(1);
  expect(stage.phase()).toBe('idle');
});

test('who comes back within eight seconds, or touches, has not left', () => {
  const stage = visitStage();
  stage.visits.presence(true);
  stage.wear(RED);
  stage.visits.presence(false);
  stage.pass(7000);
  stage.visits.presence(true);
  stage.pass(20_000);
  stage.visits.presence(false);
  stage.pass(7000);
  stage.wear(RED);
  stage.pass(7999);
  expect(stage.phase()).toBe('trying');
  stage.pass(1);
  expect(stage.phase()).toBe('leaving');
});

test('a face in the distance does not hold the visit of one whom the sensor felt go', () => {
  const stage = visitStage();
  stage.visits.presence(true);
  stage.wear(RED);
  stage.visits.presence(false);
  stage.reportFor(8000);
  expect(ending(stage)).toMatchObject([{ reason: 'left' }]);
});

test('she leaves: twenty seconds after the last face where there is no sensor', () => {
  const stage = visitStage();
  stage.report();
  stage.wear(RED);
  stage.reportFor(30_000);
  stage.reportFor(18_000, NOBODY);
  expect(stage.phase()).toBe('trying');
  stage.pass(1999);
  expect(stage.phase()).toBe('trying');
  stage.pass(1);
  expect(ending(stage)).toEqual([{ reason: 'left', durationMs: 30_000, tryonMs: 0 }]);
});

test('a sensor that feels her makes her face unnecessary', () => {
  const stage = visitStage();
  stage.visits.presence(true);
  stage.wear(RED);
  stage.reportFor(60_000, NOBODY);
  expect(stage.phase()).toBe('trying');
});

test.each([
  ['the camera is missing', NO_CAMERA],
  ['the demo shopper stands in', STAND_IN],
  ['the try-on has failed', { tryon: { state: 'failed', faceShare: 0 } }],
  ['the camera is covered', { camera: { state: 'black' }, tryon: { faceShare: 0 } }],
])('where no camera sees (%s) ninety seconds without activity end it', (_what, report) => {
  const stage = visitStage();
  stage.report(report);
  stage.pass(1000);
  stage.wear(RED);
  stage.pass(10_000);
  stage.wear(RED);
  stage.reportFor(88_000, report);
  stage.pass(1999);
  expect(stage.phase()).toBe('trying');
  stage.pass(1);
  expect(ending(stage)).toEqual([{ reason: 'timeout', durationMs: 10_000, tryonMs: 0 }]);
});

test('a page that is gone sees nobody, and that ends no visit early', () => {
  const stage = visitStage();
  stage.report();
  stage.wear(RED);
  stage.report(NOBODY);
  stage.pass(60_000);
  expect(stage.phase()).toBe('trying');
  stage.pass(30_000);
  expect(ending(stage)).toMatchObject([{ reason: 'timeout' }]);
});

test('"forget me" ends it at once, and the page has named the next', () => {
  const stage = visitStage();
  stage.wear(RED);
  stage.pass(4000);
  const nextVisit = crypto.randomUUID();
  stage.send({ type: 'visit.forget', nextVisit });
  expect(stage.visits.session.value).toMatchObject({ visit: nextVisit, phase: 'leaving', sku: null });
  expect(ending(stage)).toEqual([{ reason: 'forget', durationMs: 4000, tryonMs: 0 }]);
  stage.pass(300);
  stage.report({ touchAgeMs: 350 });
  expect(stage.phase()).toBe('leaving');
  stage.wear(RED);
  expect(stage.recorded('visit.started')).toMatchObject([{}, { visit: nextVisit }]);
});

test('staff end it at once', () => {
  const stage = visitStage();
  stage.wear(RED);
  stage.visits.close();
  expect(ending(stage)).toMatchObject([{ reason: 'staff' }]);
  expect(stage.phase()).toBe('leaving');
});

test('a tap after the end belongs to nobody who left, though the end was not told yet', () => {
  const stage = visitStage();
  stage.wear(RED);
  const { visit } = stage.visits.session.value;
  stage.visits.stop();
  stage.pass(200_000);
  const late = { id: crypto.randomUUID(), visit, atMs: 0, type: 'compare.use', sku: RED } as const;
  expect(stage.visits.record(late)).toMatchObject({ outcome: 'late' });
  expect(stage.types()).toEqual(['visit.started', 'visit.ended']);
  expect(ending(stage)).toMatchObject([{ reason: 'timeout', durationMs: 0 }]);
});

test('a sensor that fails is none', () => {
  const stage = visitStage();
  stage.visits.presence(true);
  stage.visits.presence(null);
  expect(stage.phase()).toBe('idle');
  stage.report();
  stage.wear(RED);
  stage.reportFor(20_000, NOBODY);
  expect(ending(stage)).toMatchObject([{ reason: 'left' }]);
  expect(stage.recorded('presence.passed')).toEqual([]);
});

test('when a face comes while the demo shopper stands in, the demonstration ends and hers is another visit', () => {
  const stage = visitStage();
  touchStandIn(stage);
  stage.shown(RED, 5000, { isDemo: true });
  stage.report();
  expect(ending(stage)).toMatchObject([{ reason: 'left' }]);
  stage.wear(RED);
  expect(stage.recorded('visit.started').map(({ body }) => body.mode)).toEqual(['demo', 'shopper']);
});

test('the first touch after a pause of the demonstration mode is a shopper', () => {
  const stage = visitStage();
  stage.visits.staff('ba-7', true);
  stage.wear(RED);
  stage.visits.staff('ba-7', false);
  expect(ending(stage)).toMatchObject([{ reason: 'staff' }]);
  stage.wear(RED);
  expect(stage.recorded('visit.started').map(({ body }) => body)).toEqual([
    { trigger: 'touch', mode: 'demo', ba: 'ba-7' },
    { trigger: 'touch', mode: 'shopper', ba: 'ba-7' },
  ]);
});
