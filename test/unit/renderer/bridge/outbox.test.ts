/** The intents that wait for the service: kept over a page's life, in order, bounded, the dearest last to go. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { Intent } from '../../../../main/contract/intents.ts';
import type { Slice } from '../../../../renderer/bridge/slices.ts';

/** The storage of one origin: it outlives the page. */
let stored: Map<string, string>;

function fakeStorage(): Storage {
  const methods = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => void stored.set(key, text),
    removeItem: (key: string) => void stored.delete(key),
  };
  // Object.keys of a real one gives the keys that are stored.
  return new Proxy(methods as unknown as Storage, {
    ownKeys: () => [...stored.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
}

/** A page's life: modules anew, storage as it was. */
async function loadPage() {
  vi.resetModules();
  const outbox = await import('../../../../renderer/bridge/outbox.ts');
  const { waitingIntents } = await import('../../../../renderer/screens/state.ts');
  outbox.restoreIntents();
  return { ...outbox, waiting: () => waitingIntents.value };
}

const visit = crypto.randomUUID();
let count = 0;

const intent = (type: 'shade.wear' | 'shade.favourite' | 'compare.use'): Intent =>
  ({ id: crypto.randomUUID(), visit, atMs: ++count, type, sku: 'VA-M01' }) as Intent;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('localStorage', fakeStorage());
});

test('a page that ended without an answer finds its intents again, oldest first', async () => {
  const page = await loadPage();
  const intents = Array.from({ length: 12 }, () => intent('shade.favourite'));
  for (const each of intents) page.recordIntent(each);
  page.settleIntent(intents[0] as Intent);
  const next = await loadPage();
  expect(next.waiting()).toEqual(intents.slice(1));
  expect(await next.nextIntent()).toEqual(intents[1]);
});

test('order survives a clock that was set back, and intents of one millisecond', async () => {
  const page = await loadPage();
  const intents = [500, 500, 3].map((atMs) => ({ ...intent('shade.wear'), atMs }));
  page.recordIntent(intents[0] as Intent);
  const next = await loadPage();
  for (const each of intents.slice(1)) next.recordIntent(each);
  expect((await loadPage()).waiting()).toEqual(intents);
});

test('an entry that cannot be read is dropped, the others are kept', async () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  const page = await loadPage();
  page.recordIntent(intent('shade.wear'));
  stored.set('vermilion.intent.000000000000', '{"cut');
  stored.set('vermilion.intent.null', 'null');
  stored.set('something else', 'stays');
  const next = await loadPage();
  expect(next.waiting()).toHaveLength(1);
  expect([...stored.keys()]).toHaveLength(2);
});

test('who waits for an intent is woken by the next one', async () => {
  const page = await loadPage();
  const next = page.nextIntent();
  const recorded = intent('shade.wear');
  page.recordIntent(recorded);
  expect(await next).toEqual(recorded);
});

test('beyond its bound comparisons go first, then the oldest choices; hearts stay', async () => {
  const page = await loadPage();
  const compare = intent('compare.use');
  const heart = intent('shade.favourite');
  const firstWear = intent('shade.wear');
  for (const each of [heart, firstWear, compare]) page.recordIntent(each);
  for (let i = 0; i < 497; i++) page.recordIntent(intent('shade.wear'));
  expect(page.lostIntents()).toBe(0);
  page.recordIntent(intent('shade.wear'));
  expect(page.waiting()).not.toContainEqual(compare);
  page.recordIntent(intent('shade.wear'));
  expect(page.waiting()).not.toContainEqual(firstWear);
  expect(page.waiting()[0]).toEqual(heart);
  expect([page.waiting().length, stored.size, page.lostIntents()]).toEqual([500, 500, 2]);
});

test('the newest intent is never the one given up, and "forget me" never is', async () => {
  const page = await loadPage();
  const forget = { ...intent('shade.wear'), type: 'visit.forget' } as Intent;
  page.recordIntent(forget);
  for (let i = 0; i < 499; i++) page.recordIntent(intent('shade.favourite'));
  const compare = intent('compare.use');
  page.recordIntent(compare);
  expect(page.waiting().at(-1)).toEqual(compare);
  expect(page.waiting()[0]).toEqual(forget);
  expect([page.waiting().length, stored.size]).toEqual([500, 500]);
});

const slice = (changes: Partial<Slice> = {}): Slice => ({
  id: crypto.randomUUID(),
  visit,
  atMs: ++count,
  type: 'shade.shown',
  sku: 'VA-M01',
  intensity: 1,
  wearer: 'shopper',
  shownMs: 1900,
  frames: 57,
  spanMs: 2000,
  allFrames: 60,
  light: 'good',
  isDemo: false,
  ...changes,
});

/** Slices wait behind an intent that may be on its way. */
async function loadAway() {
  const page = await loadPage();
  page.recordIntent(intent('shade.wear'));
  await page.nextIntent();
  return page;
}

test('slices of one wearing that wait become one, in storage too; the first one’s id stays', async () => {
  const page = await loadAway();
  const first = slice();
  page.recordSlice(first);
  page.recordSlice(slice({ wearer: 'companion' }));
  page.recordSlice(slice({ light: 'dim', shownMs: 2000, intensity: 0.5 }));
  expect(page.waiting().slice(1)).toMatchObject([
    { id: first.id, shownMs: 3900, frames: 114, spanMs: 4000, allFrames: 120, light: 'dim', intensity: 0.5 },
    { wearer: 'companion', shownMs: 1900 },
  ]);
  expect((await loadPage()).waiting()).toEqual(page.waiting());
});

test('a slice that may have been sent stays as it was, after a reload too', async () => {
  const page = await loadPage();
  const sent = slice();
  page.recordSlice(sent);
  expect(await page.nextIntent()).toEqual(sent);
  page.recordSlice(slice());
  page.recordSlice(slice());
  expect(page.waiting()).toMatchObject([sent, { shownMs: 3800 }]);
  const next = await loadPage();
  next.settleIntent(next.waiting()[1] as Intent);
  next.recordSlice(slice());
  expect(next.waiting()).toMatchObject([sent, { shownMs: 1900 }]);
});

test.each([
  { of: 'another shade', changes: { sku: 'VA-M07' } },
  { of: 'another visit', changes: { visit: crypto.randomUUID() } },
  { of: 'the demo shopper', changes: { isDemo: true } },
  { of: 'a wearing of a minute', changes: { spanMs: 58_001 } },
])('a slice of $of stays apart', async ({ changes }) => {
  const page = await loadAway();
  page.recordSlice(slice());
  page.recordSlice(slice(changes));
  expect(page.waiting()).toHaveLength(3);
});

test('a slice never moves before what was done ahead of it', async () => {
  const page = await loadAway();
  page.recordSlice(slice());
  page.recordIntent(intent('shade.wear'));
  page.recordSlice(slice());
  expect(page.waiting().map(({ type }) => type)).toEqual([
    ...['shade.wear', 'shade.shown', 'shade.wear', 'shade.shown'],
  ]);
});

test('comparisons are given up before slices of wearing, and those before choices', async () => {
  const page = await loadAway();
  const compare = intent('compare.use');
  page.recordIntent(compare);
  page.recordSlice(slice());
  for (let i = 0; i < 498; i++) page.recordIntent(intent('shade.favourite'));
  const has = (wanted: Intent['type']) => page.waiting().some(({ type }) => type === wanted);
  expect(page.waiting()).toHaveLength(500);
  expect([has('compare.use'), has('shade.shown')]).toEqual([false, true]);
  page.recordIntent(intent('shade.favourite'));
  expect(has('shade.shown')).toBe(false);
  expect(page.waiting().filter(({ type }) => type === 'shade.favourite')).toHaveLength(499);
});

test('where the storage is forbidden, intents live as long as the page', async () => {
  vi.stubGlobal('localStorage', undefined);
  vi.spyOn(console, 'warn').mockReturnValue();
  const page = await loadPage();
  const only = intent('shade.wear');
  page.recordIntent(only);
  expect(await page.nextIntent()).toEqual(only);
  page.settleIntent(only);
  expect(page.waiting()).toEqual([]);
});

test('what was never sent can be taken back, and stays gone; what may have been sent cannot', async () => {
  const page = await loadPage();
  const [first, second] = [intent('shade.wear'), intent('shade.favourite')];
  for (const each of [first, second]) page.recordIntent(each);
  await page.nextIntent();
  expect(page.withdrawIntent(first)).toBe(false);
  expect(page.withdrawIntent(second)).toBe(true);
  expect(page.waiting()).toEqual([first]);
  expect((await loadPage()).waiting()).toEqual([first]);
});

test('a channel that ended while it waited for an intent has not sent it', async () => {
  const page = await loadPage();
  const ending = new AbortController();
  const next = page.nextIntent(ending.signal);
  ending.abort();
  const late = intent('shade.wear');
  page.recordIntent(late);
  expect(await next).toEqual(late);
  expect(page.withdrawIntent(late)).toBe(true);
});
