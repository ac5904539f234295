/** All mirrors of the simulator: brought to HQ, kept busy by one timer, taken offline in part, and waited for. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildRandom } from '../faults/random.ts';
import { fleetError } from './errors.ts';
import { buildSimulatedMirror, type SimulatedMirror } from './simulated-mirror.ts';

export interface Fleet {
  readonly mirrors: readonly SimulatedMirror[];
  /** Events that HQ has accepted, as the mirrors know it. */
  accepted(): number;
  pending(): number;
  /** Resolves when HQ has let all in. Throws `not-enrolled` when some wait too long. */
  enrol(): Promise<void>;
  openDoors(): void;
  closeDoors(): void;
  /** Every third mirror. */
  partOffline(): Promise<void>;
  partOnline(): void;
  /** Resolves when nothing is left to send, or when the time is up. */
  drain(limitMs: number): Promise<void>;
  stop(): Promise<void>;
}

export interface FleetOptions {
  address: string;
  codes: readonly string[];
  /** For their keys. */
  folder: string;
  seed: number;
  compress: number;
  keepsAll: boolean;
}

const TICK_MS = 200;
const LOOK_MS = 250;
const ENROL_LOOK_MS = 20;
/** Mirrors are set up one after the other: a code is good once, so a storm of them would end in answers that came too late. */
const WAVE = 50;
const WAVE_LIMIT_MS = 60_000;
const OFFLINE_EVERY = 3;

export function buildFleet({ address, codes, folder, seed, compress, keepsAll }: FleetOptions): Fleet {
  const mirrors = codes.map((code, at) =>
    buildSimulatedMirror({
      hq: { address, code },
      identityPath: join(folder, `mirror-${at}.json`),
      random: buildRandom(seed * 100_003 + at),
      compress,
      keepsAll,
    }),
  );
  const part = mirrors.filter((_, at) => at % OFFLINE_EVERY === 0);
  let timer: ReturnType<typeof setInterval> | undefined;
  const sum = (of: (mirror: SimulatedMirror) => number) =>
    mirrors.reduce((total, mirror) => total + of(mirror), 0);
  const pending = () => sum(({ store }) => store.counts().pending);

  return {
    mirrors,
    accepted: () => sum(({ store }) => store.accepted),
    pending,
    async enrol() {
      for (let from = 0; from < mirrors.length; from += WAVE)
        await enrolAll(mirrors.slice(from, from + WAVE));
    },
    openDoors() {
      timer = setInterval(() => {
        const nowMs = performance.now();
        for (const mirror of mirrors) mirror.live(nowMs);
      }, TICK_MS);
    },
    closeDoors() {
      clearInterval(timer);
      for (const mirror of mirrors) mirror.close();
    },
    partOffline: async () => void (await Promise.all(part.map((mirror) => mirror.disconnect()))),
    partOnline() {
      for (const mirror of part) mirror.connect();
    },
    async drain(limitMs) {
      const untilMs = performance.now() + limitMs;
      while (pending() > 0 && performance.now() < untilMs) await pause(LOOK_MS);
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(mirrors.map((mirror) => mirror.disconnect()));
    },
  };
}

async function enrolAll(wave: readonly SimulatedMirror[]): Promise<void> {
  for (const mirror of wave) mirror.connect();
  const untilMs = performance.now() + WAVE_LIMIT_MS;
  while (wave.some(({ name }) => name === null)) {
    if (performance.now() > untilMs) {
      throw fleetError(
        'not-enrolled',
        'HQ does not enrol every mirror: each needs a code that was not used.',
      );
    }
    await pause(ENROL_LOOK_MS);
  }
}
