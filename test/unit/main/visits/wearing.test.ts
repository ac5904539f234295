/** Dwell: what was really shown on her lips, once, under the shade that it was. */
import { expect, test } from 'vitest';
import { NUDE, PLUM, RED, SHADES, STAND_IN, type VisitStage, visitStage } from './visit-stage.ts';

const worn = ({ recorded }: VisitStage) => recorded('shade.worn').map(({ body }) => body);
const end = ({ visits }: VisitStage): void => visits.close();

test('slices add up until another shade is worn', () => {
  const stage = visitStage();
  stage.wear(RED, { intensity: 0.6 });
  stage.shown(RED, 900);
  stage.shown(RED, 2600, { light: 'dim', allFrames: 156 });
  expect(worn(stage)).toEqual([]);
  stage.wear(PLUM, { source: 'swipe' });
  stage.shown(PLUM, 5000);
  end(stage);
  expect(worn(stage)).toEqual([
    {
      ...{ sku: RED, finish: 'matte', intensity: 1, source: 'rail', wearer: 'shopper', dwellMs: 3500 },
      quality: { light: 'dim', tracking: 105 / 183 },
    },
    {
      ...{ sku: PLUM, finish: 'matte', intensity: 1, source: 'swipe', wearer: 'shopper', dwellMs: 5000 },
      quality: { light: 'good', tracking: 1 },
    },
  ]);
});

test('taps are not dwell, and less than a second is not worn', () => {
  const stage = visitStage();
  for (const sku of [RED, PLUM, NUDE]) {
    stage.wear(sku);
    stage.pass(10_000);
    stage.shown(sku, 999);
  }
  end(stage);
  expect(worn(stage)).toEqual([]);
  expect(stage.recorded('visit.ended')).toMatchObject([{ body: { tryonMs: 2997, durationMs: 30_000 } }]);
});

test('shades whose names are numbers keep the order in which they were worn', () => {
  const skus = ['30', '7', '9', '8'];
  const [shade] = SHADES.slice(0, 1) as [(typeof SHADES)[number]];
  const stage = visitStage(
    {},
    skus.map((sku) => ({ ...shade, sku })),
  );
  for (const sku of skus) {
    stage.wear(sku);
    stage.shown(sku, 1000);
  }
  expect(stage.visits.worn()).toEqual(['8', '9', '7', '30']);
});

test('another intensity of the same shade is the same wearing, which ends with the last one', () => {
  const stage = visitStage();
  stage.wear(RED, { intensity: 0.3 });
  stage.shown(RED, 2000, { intensity: 0.3 });
  stage.wear(RED, { intensity: 0.9 });
  stage.shown(RED, 1000, { intensity: 0.9 });
  end(stage);
  expect(worn(stage)).toMatchObject([{ dwellMs: 3000, intensity: 0.9 }]);
});

test('the shade that the mirror put on is worn from the first touch on', () => {
  const stage = visitStage();
  stage.shown(RED, 30_000);
  stage.send({ type: 'shade.favourite', sku: PLUM, isFavourite: true });
  stage.pass(4000);
  // The slice began long before her touch.
  stage.shown(RED, 20_000);
  stage.pass(3000);
  stage.shown(RED, 3000);
  expect([RED, PLUM].map(stage.visits.hasWorn)).toEqual([true, false]);
  end(stage);
  expect(worn(stage)).toMatchObject([{ sku: RED, source: 'start', dwellMs: 7000 }]);
});

test('a slice that comes after the next shade was chosen is a wearing of its own', () => {
  const stage = visitStage();
  stage.wear(RED, { source: 'key' });
  stage.wear(PLUM);
  stage.shown(RED, 4000);
  stage.shown(PLUM, 2000);
  end(stage);
  expect(worn(stage)).toMatchObject([
    { sku: RED, source: 'key', dwellMs: 4000 },
    { sku: PLUM, dwellMs: 2000 },
  ]);
});

test('each of two wears her own for her own time, and frames of the one picture are not counted twice', () => {
  const stage = visitStage();
  stage.wear(RED);
  stage.wear(PLUM, { wearer: 'companion' });
  stage.shown(RED, 8000);
  stage.shown(PLUM, 6000, { wearer: 'companion' });
  end(stage);
  expect(worn(stage)).toMatchObject([
    { sku: RED, wearer: 'shopper', dwellMs: 8000 },
    { sku: PLUM, wearer: 'companion', dwellMs: 6000 },
  ]);
  expect(stage.recorded('tryon.ended', 'visit.ended').map(({ body }) => body)).toMatchObject([
    { frames: 240, meanFps: 30, faceShare: 1 },
    { tryonMs: 14_000 },
  ]);
});

test('a companion who is forgotten has worn hers until then', () => {
  const stage = visitStage();
  stage.wear(PLUM, { wearer: 'companion' });
  stage.shown(PLUM, 3000, { wearer: 'companion' });
  stage.send({ type: 'companion.forget' });
  expect(worn(stage)).toMatchObject([{ sku: PLUM, wearer: 'companion', dwellMs: 3000 }]);
});

test('a hand-over ends both wearings, even of one shade', () => {
  const stage = visitStage();
  for (const wearer of ['shopper', 'companion'] as const) {
    stage.wear(RED, { wearer });
    stage.shown(RED, 2000, { wearer });
  }
  for (const wearer of ['shopper', 'companion'] as const) stage.wear(RED, { wearer, source: 'hand-over' });
  stage.shown(RED, 4000);
  end(stage);
  expect(worn(stage)).toMatchObject([
    { wearer: 'shopper', source: 'rail', dwellMs: 2000 },
    { wearer: 'companion', source: 'rail', dwellMs: 2000 },
    { wearer: 'shopper', source: 'hand-over', dwellMs: 4000 },
  ]);
});

test("the demo shopper's lips are nobody's dwell, but are a demonstration's", () => {
  const stage = visitStage();
  stage.wear(RED);
  stage.shown(RED, 5000, { isDemo: true });
  end(stage);
  expect(worn(stage)).toEqual([]);
  expect(stage.recorded('tryon.started')).toEqual([]);
  stage.report(STAND_IN);
  stage.wear(RED);
  stage.shown(RED, 5000, { isDemo: true });
  end(stage);
  expect(worn(stage)).toMatchObject([{ dwellMs: 5000 }]);
});

test('the try-on begins with the first painted frame and ends with the visit, all before its end', () => {
  const stage = visitStage();
  stage.wear(RED);
  stage.shown(RED, 0, { frames: 0, spanMs: 3000, allFrames: 90 });
  stage.shown(RED, 1500, { frames: 45, spanMs: 3000, allFrames: 60 });
  end(stage);
  expect(stage.types()).toEqual([
    'visit.started',
    'tryon.started',
    'shade.worn',
    'tryon.ended',
    'visit.ended',
  ]);
  expect(stage.recorded('tryon.ended')).toMatchObject([
    { body: { reason: 'visit-ended', frames: 45, meanFps: 20, faceShare: 0.75 } },
  ]);
});

test('a page that is gone for over thirty seconds interrupts the try-on; the next painted frame begins another', () => {
  const stage = visitStage();
  stage.wear(RED);
  stage.shown(RED, 4000);
  stage.pass(30_000);
  expect(stage.recorded('tryon.ended')).toMatchObject([{ body: { reason: 'interrupted', frames: 120 } }]);
  stage.shown(RED, 2000);
  end(stage);
  expect(stage.recorded('tryon.started')).toHaveLength(2);
  expect(worn(stage)).toMatchObject([{ dwellMs: 6000 }]);
  expect(stage.recorded('visit.ended')).toMatchObject([{ body: { tryonMs: 6000 } }]);
});

test('hearts are recorded when they change, comparisons each time', () => {
  const stage = visitStage();
  const heart = (isFavourite: boolean) => stage.send({ type: 'shade.favourite', sku: RED, isFavourite });
  heart(true);
  heart(true);
  heart(false);
  heart(false);
  stage.send({ type: 'compare.use', sku: RED });
  expect(stage.types().slice(1)).toEqual(['shade.favourited', 'shade.unfavourited', 'compare.used']);
});

const CODE = { token: 'a-token', carrier: 'line', benefit: null, ba: null, skus: [RED] } as const;

test('before a code is shown, what was worn is recorded, and the shade goes on being worn', () => {
  const stage = visitStage();
  stage.wear(RED, { source: 'tour' });
  stage.shown(RED, 3000);
  stage.showCode({ ...CODE, skus: [RED] });
  expect(stage.types().slice(-2)).toEqual(['shade.worn', 'code.shown']);
  expect(stage.phase()).toBe('taking-home');
  stage.shown(RED, 400);
  stage.visits.hideCode();
  expect(stage.phase()).toBe('trying');
  end(stage);
  const [first, rest] = worn(stage);
  expect(first).toMatchObject({ dwellMs: 3000, source: 'tour' });
  expect(first).not.toHaveProperty('isContinued');
  expect(rest).toMatchObject({ dwellMs: 400, source: 'tour', isContinued: true });
});

test('what was worn too briefly before a code is recorded whole after it', () => {
  const stage = visitStage();
  stage.wear(RED);
  stage.shown(RED, 700);
  stage.showCode({ ...CODE, skus: [RED] });
  stage.shown(RED, 700);
  end(stage);
  expect(worn(stage)).toMatchObject([{ dwellMs: 1400 }]);
  expect(worn(stage)[0]).not.toHaveProperty('isContinued');
});

test('a code on the screen is activity, as long as there is a page that shows it', () => {
  const stage = visitStage();
  stage.wear(RED);
  stage.showCode({ ...CODE, skus: [] });
  stage.reportFor(200_000, STAND_IN);
  expect(stage.phase()).toBe('taking-home');
  stage.pass(89_000);
  expect(stage.phase()).toBe('taking-home');
  stage.pass(1000);
  expect(stage.recorded('visit.ended')).toMatchObject([{ body: { reason: 'timeout', durationMs: 200_000 } }]);
});

test('a claim counts for the visit that showed the code, days later, and once', () => {
  const stage = visitStage();
  const { visit } = stage.visits.session.value;
  stage.showCode({ ...CODE, skus: [RED] });
  end(stage);
  stage.restart({ awayMs: 3 * 86_400_000 });
  const claim = { token: CODE.token, contact: 'new', claimedAtMs: 1_790_000_000_000 } as const;
  stage.visits.claimed(claim);
  stage.visits.claimed(claim);
  stage.visits.joined({ token: CODE.token, contact: 'c-1', tier: null });
  stage.visits.joined({ token: CODE.token, contact: 'c-1', tier: null });
  stage.visits.claimed({ ...claim, token: 'of another mirror' });
  expect(stage.recorded('code.claimed', 'member.joined')).toEqual([
    { type: 'code.claimed', visit, body: claim },
    { type: 'member.joined', visit, body: { token: CODE.token, contact: 'c-1', tier: null } },
    { type: 'code.claimed', visit: null, body: { ...claim, token: 'of another mirror' } },
  ]);
});

test('a scanned tester is worn by the shopper', () => {
  const stage = visitStage();
  stage.wear(PLUM, { intensity: 0.5 });
  stage.shown(PLUM, 2000);
  stage.visits.scan(RED);
  expect(stage.visits.session.value).toMatchObject({ sku: RED, intensity: 0.5 });
  stage.shown(RED, 2000);
  end(stage);
  expect(worn(stage)).toMatchObject([{ sku: PLUM }, { sku: RED, source: 'scan' }]);
});

test('staff sign in and out; a restart signs out', () => {
  const stage = visitStage({ ba: 'ba-1' });
  stage.visits.staff('ba-7', false);
  stage.visits.staff('ba-7', false);
  stage.visits.staff('ba-8', false, 'idle');
  stage.wear(RED);
  stage.restart();
  expect(stage.phase()).toBe('trying');
  end(stage);
  stage.wear(RED);
  expect(stage.recorded().map(({ type, body }) => [type, body.ba, body.reason])).toEqual([
    ['staff.signed_in', 'ba-7', undefined],
    ['staff.signed_out', 'ba-7', 'idle'],
    ['staff.signed_in', 'ba-8', undefined],
    ['visit.started', 'ba-8', undefined],
    ['staff.signed_out', 'ba-8', 'restart'],
    ['visit.ended', undefined, 'staff'],
    ['visit.started', 'ba-1', undefined],
  ]);
});
