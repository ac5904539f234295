/** What the page tells its try-on workers: each change once, and to a new worker all that still holds. */
import { beforeEach, expect, test, vi } from 'vitest';
import { startTryon } from '../../../../renderer/bridge/tryon.ts';
import type { Look } from '../../../../renderer/tryon/look.ts';
import type { ToTryon } from '../../../../renderer/tryon/messages.ts';

class FakeWorker {
  static readonly all: FakeWorker[] = [];
  readonly told: ToTryon[] = [];
  onmessage: unknown = null;
  onerror: ((event: { message: string }) => void) | null = null;
  constructor() {
    FakeWorker.all.push(this);
  }
  postMessage(message: ToTryon): void {
    this.told.push(message);
  }
  terminate(): void {}
}

class FakeStream {
  addTrack(): void {}
  removeTrack(): void {}
  getTracks(): never[] {
    return [];
  }
}

class FakeGenerator {
  readonly writable = {};
}

beforeEach(() => {
  FakeWorker.all.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('MediaStream', FakeStream);
  vi.stubGlobal('MediaStreamTrackGenerator', FakeGenerator);
  vi.stubGlobal('document', { hidden: false });
});

const look = (sku: string): Look => ({
  sku,
  swatch: [150, 30, 40],
  coverage: 0.9,
  finish: 'satin',
  intensity: 1,
});

const startAlone = () =>
  startTryon({ video: {} as HTMLVideoElement, canvas: {} as HTMLCanvasElement }, () => {});

test('a worker in place of one that broke is told what each of the two wears, by the numbers of those changes', () => {
  const tryon = startAlone();
  tryon.companion(true);
  tryon.calibrate(null);
  const changes = [
    tryon.wear(look('VA-M01'), 'shopper'),
    tryon.wear(look('VA-M02'), 'companion'),
    tryon.wear(look('VA-M04'), 'shopper'),
  ];
  expect(new Set(changes).size).toBe(3);
  FakeWorker.all[0]?.onerror?.({ message: 'broken' });
  vi.advanceTimersByTime(0);
  expect(FakeWorker.all).toHaveLength(2);
  const told = FakeWorker.all[1]?.told ?? [];
  expect(told[0]?.type).toBe('start');
  expect(told.slice(1)).toEqual(
    expect.arrayContaining([
      { type: 'companion', enabled: true },
      { type: 'calibrate', calibration: null },
      { type: 'wear', look: look('VA-M04'), change: changes[2], wearer: 'shopper' },
      { type: 'wear', look: look('VA-M02'), change: changes[1], wearer: 'companion' },
    ]),
  );
  expect(told).toHaveLength(5);
  tryon.stop();
});

test('a worker is told nothing of what was never said', () => {
  const tryon = startAlone();
  expect(FakeWorker.all[0]?.told.map(({ type }) => type)).toEqual(['start']);
  tryon.stop();
});
