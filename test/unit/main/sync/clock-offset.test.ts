/** The mirror's clock may be wrong by years; HQ's word corrects it, and nonsense does not. */
import { expect, test } from 'vitest';
import { WIRE } from '../../../../main/contract/wire.ts';
import { buildClockOffset } from '../../../../main/sync/clock-offset.ts';
import { heart, openTestStore } from '../../../fakes/sync-parts.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';
import { buildRig } from './rig.ts';

const YEAR_MS = 365 * 86_400_000;
const TRUE_MS = Date.UTC(2026, 10, 22, 12);

/** A mirror whose wall clock and monotonic clock are turned by hand. */
function mirrorAt(wallMs: number) {
  const clock = { wall: wallMs, mono: 5000 };
  const store = openTestStore(tempFolder(), { wallMs: () => clock.wall, monoMs: () => clock.mono });
  const goOn = (ms: number) => {
    clock.wall += ms;
    clock.mono += ms;
  };
  return { clock, store, goOn };
}

const iso = (ms: number) => new Date(ms).toISOString();

test.each([0, 10 * YEAR_MS, -10 * YEAR_MS, 3_600_000])(
  'a clock that is %i ms off is corrected, half the trip taken out',
  (off) => {
    const { store, goOn } = mirrorAt(TRUE_MS + off);
    const offset = buildClockOffset(store);
    const sent = store.clock.now();
    goOn(400);
    offset.learn(sent, iso(TRUE_MS + 200));
    expect(store.clock.offsetMs).toBe(-off || 0);
    expect(store.clock.now().timeMs).toBe(TRUE_MS + 400);
    expect(store.readState('clock-offset')).toBe(-off || 0);
  },
);

test.each([
  undefined,
  '',
  'yesterday',
  '2026',
  '-271821-04-20T00:00:00.000Z',
  iso(Date.UTC(1970, 0)),
  iso(Date.UTC(2400, 0)),
  'Sun, 22 Nov 2026 12:00:00 GMT',
])('%s as HQ’s time is ignored', (received) => {
  const { store } = mirrorAt(TRUE_MS);
  const offset = buildClockOffset(store);
  offset.learn(store.clock.now(), received);
  expect(store.clock.offsetMs).toBeNull();
  expect(store.readState('clock-offset')).toBeUndefined();
});

test('nothing is learnt from a request during which the wall clock was set', () => {
  const { clock, store, goOn } = mirrorAt(TRUE_MS);
  const offset = buildClockOffset(store);
  const sent = store.clock.now();
  goOn(100);
  clock.wall += 3_600_000;
  offset.learn(sent, iso(TRUE_MS + 50));
  expect(store.clock.offsetMs).toBeNull();
});

test('the noise of the network is neither followed nor written', () => {
  const { store, goOn } = mirrorAt(TRUE_MS - 60_000);
  const { writeState } = store;
  let writes = 0;
  store.writeState = (key, value) => {
    writes++;
    writeState(key, value);
  };
  const offset = buildClockOffset(store);
  const learn = (noiseMs: number) => {
    const sent = store.clock.now();
    goOn(100);
    offset.learn(sent, iso(sent.wallMs + 60_050 + noiseMs));
  };
  learn(0);
  learn(200);
  learn(-200);
  expect(store.clock.offsetMs).toBe(60_000);
  expect(writes).toBe(1);
  learn(400);
  expect(store.clock.offsetMs).toBe(60_400);
});

test('what a jump of the wall clock made of the offset is written with the next reply', () => {
  const { clock, store, goOn } = mirrorAt(TRUE_MS);
  const offset = buildClockOffset(store);
  const learn = () => {
    const sent = store.clock.now();
    goOn(100);
    offset.learn(sent, iso(TRUE_MS + clock.mono - 5000 - 50));
  };
  learn();
  clock.wall += 3_600_000;
  learn();
  expect(store.readState('clock-offset')).toBe(-3_600_000);
  expect(store.clock.now().timeMs).toBe(TRUE_MS + clock.mono - 5000);
});

test('it is learnt over the wire', async () => {
  const rig = await buildRig({ nowMs: () => Date.now() + 10 * YEAR_MS });
  rig.store.append([heart()]);
  const sync = rig.start();
  await rig.drained();
  await expect.poll(() => sync.health().clockOffsetMs).not.toBeNull();
  expect(Math.abs((sync.health().clockOffsetMs ?? 0) - 10 * YEAR_MS)).toBeLessThan(2000);
  expect(rig.hq.requests[0]?.headers[WIRE.sentHeader]).toMatch(/^20/);
});
