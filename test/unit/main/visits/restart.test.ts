/** A service that was killed comes back into the same visit, or ends it as it should have ended; a disk that refuses undoes a step whole. */
import { expect, test } from 'vitest';
import type { Intent } from '../../../../main/contract/intents.ts';
import { openIntentLog } from '../../../../main/visits/intent-log.ts';
import { buildSteadyClock } from '../../../../main/visits/steady-clock.ts';
import { NOBODY, PLUM, RED, type VisitStage, visitStage, type Wish } from './visit-stage.ts';

const ending = ({ recorded }: VisitStage) => recorded('visit.ended').map(({ body }) => body);

/** A visit of ten seconds in which she wears a shade. */
function underWay(): VisitStage {
  const stage = visitStage();
  stage.report();
  stage.wear(RED);
  stage.reportFor(10_000);
  stage.shown(RED, 9000);
  return stage;
}

test('a killed service comes back into the visit, and dwell goes on where it was', () => {
  const stage = underWay();
  const before = stage.visits.session.value;
  stage.restart({ awayMs: 6000 });
  expect(stage.visits.session.value).toEqual(before);
  stage.shown(RED, 2000);
  stage.wear(PLUM);
  expect(stage.recorded('shade.worn')).toMatchObject([{ body: { sku: RED, dwellMs: 11_000 } }]);
  expect(stage.recorded('visit.started')).toHaveLength(1);
});

test('a visit that an older version kept, which told less of its shades, goes on', () => {
  const stage = underWay();
  const { visit } = stage.visits.session.value;
  stage.restart({
    spoil(store) {
      const kept = store.readState('visit') as { book: { visit: { shades: Record<string, object> } } };
      kept.book.visit.shades = { [RED]: { finish: 'matte', source: 'rail' } };
      store.writeState('visit', kept);
    },
  });
  expect(stage.damages).toEqual([]);
  expect(stage.visits.session.value.visit).toBe(visit);
  stage.shown(RED, 2000);
  stage.wear(PLUM);
  expect(stage.visits.worn()).toEqual([PLUM, RED]);
});

/** What the page did while the service was away, told when it is back: `atMs` after the service went. */
function missed(stage: VisitStage, wentMs: number, visit: string) {
  return (atMs: number, wish: Wish): string =>
    stage.visits.record({ id: crypto.randomUUID(), visit, atMs: wentMs + atMs, ...wish } as Intent).outcome;
}

test('what was done during a long absence is recorded when it was done, in the visits it was done in', () => {
  const stage = underWay();
  const [wentMs, visit] = [Date.now(), stage.visits.session.value.visit];
  const nextVisit = crypto.randomUUID();
  stage.restart({ awayMs: 600_000 });
  stage.visits.see({ ...stage.page(), waitingIntents: 4 });
  const hers = missed(stage, wentMs, visit);
  const wear = { type: 'shade.wear', sku: PLUM, intensity: 1, source: 'rail' } as const;
  expect(hers(20_000, wear)).toBe('applied');
  expect(hers(60_000, { type: 'visit.forget', nextVisit })).toBe('applied');
  const strangers = missed(stage, wentMs, nextVisit);
  expect(strangers(400_000, { ...wear, sku: RED })).toBe('applied');
  expect(strangers(430_000, { type: 'shade.favourite', sku: RED, isFavourite: true })).toBe('applied');
  stage.visits.see({ ...stage.page(), waitingIntents: 0, tryon: { ...stage.page().tryon, faceShare: 0 } });
  expect(ending(stage)).toMatchObject([
    { reason: 'forget', durationMs: 70_000 },
    { reason: 'timeout', durationMs: 30_000 },
  ]);
});

test('a service that stood still hears the page out before it calls a visit over', () => {
  const stage = underWay();
  const [stoodMs, { visit }] = [Date.now(), stage.visits.session.value];
  stage.standStill(300_000);
  expect(ending(stage)).toEqual([]);
  const wish = { type: 'compare.use', sku: RED } as const;
  expect(missed(stage, stoodMs, visit)(30_000, wish)).toBe('applied');
  stage.report(NOBODY);
  expect(ending(stage)).toMatchObject([{ reason: 'timeout', durationMs: 40_000 }]);
});

test('a page that tells nothing any more is waited for half a minute', () => {
  const stage = underWay();
  stage.restart({ awayMs: 200_000 });
  stage.pass(29_000);
  expect(stage.phase()).toBe('trying');
  stage.pass(1000);
  expect(ending(stage)).toMatchObject([{ reason: 'timeout', durationMs: 10_000 }]);
});

test('an intent that was acted on before the kill is known after it', () => {
  const stage = visitStage();
  const id = crypto.randomUUID();
  const heart = { type: 'shade.favourite', sku: RED, isFavourite: true } as const;
  stage.send(heart, id);
  stage.restart();
  expect(stage.send(heart, id)).toBe('repeated');
  expect(stage.recorded('shade.favourited')).toHaveLength(1);
});

test('intents are remembered by the thousand, the newest', () => {
  const { store } = visitStage();
  const intents = openIntentLog(store);
  const ids = Array.from({ length: 1001 }, () => crypto.randomUUID());
  store.transact(() => ids.forEach(intents.add));
  expect(ids.map(intents.has)).toEqual(ids.map((_, i) => i > 0));
});

test.each([
  ['for ninety seconds', { awayMs: 90_000 }],
  ['over night', { awayMs: 10 * 3_600_000 }],
  ['with the whole machine, over night', { awayMs: 10 * 3_600_000, isReboot: true }],
  ['while the clock was set ten years ahead', { awayMs: 1000, wallJumpMs: 3.2e11 }],
])(
  'a visit that the service was away from %s is ended when it is back, and lasted to its last activity',
  (_what, away) => {
    const stage = underWay();
    stage.restart(away);
    stage.report(NOBODY);
    expect(ending(stage)).toEqual([{ reason: 'timeout', durationMs: 10_000, tryonMs: 9000 }]);
    expect(stage.phase()).toBe('leaving');
    expect(stage.visits.session.value.sku).toBeNull();
    expect(stage.types().slice(-3)).toEqual(['shade.worn', 'tryon.ended', 'visit.ended']);
  },
);

test.each([
  ['falls back ten years', { awayMs: 5000, wallJumpMs: -3.2e11 }],
  ['falls back, with the machine started anew', { awayMs: 5000, wallJumpMs: -3.2e11, isReboot: true }],
  ['goes on, with the machine started anew', { awayMs: 5000, isReboot: true }],
  ['goes on, nobody being seen for so long', { awayMs: 60_000 }],
])('a short absence in which the clock %s changes nothing', (_what, away) => {
  const stage = underWay();
  stage.restart(away);
  expect(stage.phase()).toBe('trying');
  stage.pass(3000);
  stage.wear(RED);
  stage.visits.close();
  const [end] = ending(stage);
  expect(end?.durationMs).toBeGreaterThanOrEqual(13_000);
  expect(end?.durationMs).toBeLessThanOrEqual(73_000);
});

test('the wall clock may jump while a visit is open', () => {
  const stage = underWay();
  for (const wallJumpMs of [3.2e11, -6.4e11]) {
    stage.restart();
    stage.reportFor(4000);
    stage.restart({ wallJumpMs: Math.min(0, wallJumpMs) });
  }
  stage.visits.close();
  expect(ending(stage)).toMatchObject([{ durationMs: 18_000 }]);
});

test('after a restart nobody is taken for gone before the page had time to tell what it sees', () => {
  const stage = underWay();
  stage.reportFor(18_000, NOBODY);
  stage.restart({ awayMs: 1000 });
  stage.pass(8000);
  expect(stage.phase()).toBe('trying');
  stage.reportFor(2000, NOBODY);
  stage.reportFor(20_000, NOBODY);
  expect(ending(stage)).toMatchObject([{ reason: 'left', durationMs: 10_000 }]);
});

test('who stood there when the service went may have gone meanwhile', () => {
  const stage = visitStage();
  stage.visits.presence(true);
  stage.pass(5000);
  stage.restart({ awayMs: 3_600_000 });
  expect(stage.phase()).toBe('idle');
  expect(stage.recorded('presence.passed')).toMatchObject([{ body: { durationMs: 0 } }]);
});

test('the code that was on the screen is on it after a restart', () => {
  const stage = underWay();
  stage.showCode({ token: 'a', carrier: 'link', benefit: null, ba: null, skus: [] });
  stage.restart({ awayMs: 2000 });
  expect(stage.phase()).toBe('taking-home');
});

const spoilt = (json: string) => (stage: VisitStage) => {
  stage.restart({
    spoil: ({ db }) => db.prepare("UPDATE state SET value = ? WHERE key = 'visit'").run(json),
  });
};

test.each([
  ['of another kind', '[]', 1],
  ['of a newer version', '{"phase": "singing", "book": {}, "mark": {}}', 1],
  ['at odds with itself', '{"phase": "trying", "book": null, "mark": null}', 1],
  // To the store it is none.
  ['cut', '{"phase": "trying", "bo', 0],
])(
  'a state that is %s is set aside, and its visit ended as far as its events tell',
  (_what, json, damages) => {
    const stage = underWay();
    stage.wear(PLUM);
    spoilt(json)(stage);
    expect(stage.damages).toHaveLength(damages);
    expect(ending(stage)).toEqual([{ reason: 'timeout', durationMs: 10_000, tryonMs: 0 }]);
    expect(stage.phase()).toBe('idle');
    stage.restart();
    expect(ending(stage)).toHaveLength(1);
    stage.wear(RED);
    expect(stage.phase()).toBe('trying');
  },
);

test('an intent that the disk refuses changes nothing, and is taken when it does not', () => {
  const stage = visitStage();
  const id = crypto.randomUUID();
  const wear = { type: 'shade.wear', sku: RED, intensity: 1, source: 'rail' } as const;
  const before = stage.visits.session.value;
  stage.store.db.pragma('query_only = ON');
  expect(() => stage.send(wear, id)).toThrow();
  expect(stage.visits.session.value).toBe(before);
  stage.store.db.pragma('query_only = OFF');
  expect(stage.send(wear, id)).toBe('applied');
  expect(stage.types()).toEqual(['visit.started']);
});

test('a visit that ends while the disk refuses is cleared from the screen at once, and recorded once it does not', () => {
  const stage = underWay();
  const { visit } = stage.visits.session.value;
  stage.reportFor(18_000, NOBODY);
  stage.store.db.pragma('query_only = ON');
  stage.pass(6000);
  expect(stage.visits.session.value).toMatchObject({ phase: 'idle', sku: null });
  expect(ending(stage)).toEqual([]);
  expect(stage.failures).not.toEqual([]);
  stage.store.db.pragma('query_only = OFF');
  stage.pass(10_000);
  expect(stage.recorded('visit.ended')).toMatchObject([
    { visit, body: { reason: 'left', durationMs: 10_000 } },
  ]);
  expect(stage.recorded('shade.worn')).toHaveLength(1);
});

test('an idle mirror whose page reports writes nothing', () => {
  const stage = visitStage();
  stage.report();
  const changes = () => stage.store.db.prepare('SELECT total_changes()').pluck().get();
  const before = changes();
  stage.reportFor(60_000);
  expect(changes()).toBe(before);
});

test('a try-on whose visit ended while the service was away was not interrupted before', () => {
  const stage = underWay();
  stage.visits.presence(true);
  stage.visits.presence(false);
  stage.restart({ awayMs: 60_000 });
  stage.report(NOBODY);
  expect(ending(stage)).toMatchObject([{ reason: 'left' }]);
  expect(stage.recorded('tryon.ended')).toMatchObject([{ body: { reason: 'visit-ended' } }]);
});

test('a state that is spoilt between visits ends none a second time', () => {
  const stage = underWay();
  stage.visits.close();
  spoilt('{}')(stage);
  expect(ending(stage)).toHaveLength(1);
});

test('while the disk refuses, it is asked every ten seconds at the most for what nobody waits for', () => {
  const stage = underWay();
  stage.store.db.pragma('query_only = ON');
  stage.reportFor(30_000);
  expect(stage.failures).toHaveLength(3);
});

test.each([
  ['the machine ran on', { wallMs: 9000, monoMs: 9000 }, 8000],
  ['the wall clock was set back', { wallMs: -5000, monoMs: 9000 }, 8000],
  ['the wall clock was set ahead', { wallMs: 50_000, monoMs: 9000 }, 49_000],
  ['the machine was started anew', { wallMs: 61_000, monoMs: 300 }, 60_000],
  ['it was started anew, its clock set back', { wallMs: -5000, monoMs: 700 }, 700],
])('the steady clock goes on when %s', (_what, now, awayMs) => {
  const clock = buildSteadyClock(
    { now: () => ({ timeMs: 0, ...now }) },
    { atMs: 400, wallMs: 1000, monoMs: 1000 },
  );
  expect(clock.nowMs()).toBe(400 + awayMs);
});
