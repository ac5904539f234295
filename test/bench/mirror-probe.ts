/**
 * What the benchmark adds to the mirror's own page, before its scripts run: a pair of eyes on the messages between page and
 * try-on worker. Product code is not changed, and nothing is asked of it while a measurement runs.
 */
import type { Look } from '../../renderer/tryon/look.ts';
import type { FromTryon, ToTryon } from '../../renderer/tryon/messages.ts';

export interface Worn {
  change: number;
  /** Since the Unix epoch. */
  atMs: number;
  timestampUs: number;
}

export interface MirrorProbe {
  /** Looks that the page sent, by number of the change, and the first written frames that carried them. */
  wears: { change: number; finish: string | undefined }[];
  worn: Worn[];
  /** What the worker said went wrong. */
  failures: string[];
  /** Whether the shade last asked for is on her lips. */
  isWorn(): boolean;
  /** Flat rows of LOG_FIELDS since the last call, and the page's time of this one. */
  take(): Promise<{ rows: number[]; nowMs: number }>;
  /** Lets a second face be followed, in the shade that is worn. */
  accompany(): void;
  /** Steps to the next shade as the arrow key does. */
  nextShade(): void;
  /** ms from `count` key presses, at random moments, to the frames that carry their shades; Infinity for one never seen. */
  changeShades(count: number): Promise<number[]>;
}

declare global {
  var mirrorProbe: MirrorProbe;
}

/** Runs in the page: may use nothing from outside its own body. */
export function installProbe(): void {
  const GIVE_UP_MS = 3000;
  let tryon: Worker | undefined;
  let look: Look | null = null;
  let receiveRows: (rows: Float64Array) => void = () => {};
  let receiveWorn: (worn: Worn) => void = () => {};

  function receive({ data }: MessageEvent<FromTryon>): void {
    if (data.type === 'report') receiveRows(data.rows);
    if (data.type === 'failed') probe.failures.push(data.message);
    if (data.type !== 'worn') return;
    probe.worn.push(data);
    receiveWorn(data);
  }

  globalThis.Worker = class extends Worker {
    override postMessage(message: ToTryon, transfer?: Transferable[] | StructuredSerializeOptions): void {
      if (message.type === 'start' && 'output' in message) {
        tryon = this;
        this.addEventListener('message', receive);
      }
      if (message.type === 'wear') {
        look = message.look;
        probe.wears.push({ change: message.change, finish: message.look?.finish });
      }
      super.postMessage(message, transfer as Transferable[]);
    }
  };

  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  async function timeChange(): Promise<number> {
    const pressedMs = performance.timeOrigin + performance.now();
    probe.nextShade();
    const wanted = probe.wears.at(-1)?.change;
    const seen = new Promise<number>((resolve) => {
      receiveWorn = ({ change, atMs }) => {
        if (change === wanted) resolve(atMs - pressedMs);
      };
    });
    return Promise.race([seen, pause(GIVE_UP_MS).then(() => Number.POSITIVE_INFINITY)]);
  }

  const probe: MirrorProbe = {
    wears: [],
    worn: [],
    failures: [],
    isWorn() {
      const wanted = probe.wears.at(-1);
      return wanted?.finish !== undefined && probe.worn.at(-1)?.change === wanted.change;
    },
    take() {
      return new Promise((resolve) => {
        receiveRows = (rows) => resolve({ rows: [...rows], nowMs: performance.now() });
        tryon?.postMessage({ type: 'report' });
      });
    },
    accompany() {
      const change = probe.wears.at(-1)?.change ?? 0;
      tryon?.postMessage({ type: 'companion', enabled: true });
      tryon?.postMessage({ type: 'wear', look, change, wearer: 'companion' });
    },
    nextShade: () => {
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    },
    async changeShades(count) {
      const times: number[] = [];
      while (times.length < count) {
        await pause(120 + 180 * Math.random());
        times.push(await timeChange());
      }
      return times;
    },
  };
  globalThis.mirrorProbe = probe;
}
