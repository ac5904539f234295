/**
 * The page's end of the try-on: gives its worker the camera's frames, carries looks and readings, and starts another
 * worker, with everything the last one was told, when one breaks or falls silent.
 */
import type { Calibration } from '../../main/contract/calibration.ts';
import type { Rotation } from '../../main/contract/camera.ts';
import type { Wearer } from '../../main/contract/wearers.ts';
import type { Look } from '../tryon/look.ts';
import type { FromTryon, ToTryon } from '../tryon/messages.ts';
import { buildPaintedPicture, type TryonScreen } from './painted-picture.ts';
import { CHECK_EVERY_MS, WorkerWatch } from './worker-watch.ts';

/** A worker that is told to stop frees its models and blanks its last picture, within milliseconds. */
const STOP_LIMIT_MS = 1000;

export interface Tryon {
  /** Shows the frames of this track from now on; the track stays the caller's to stop. @returns the source that pulses name */
  watch(track: MediaStreamTrack, rotation: Rotation): number;
  /** Puts a look on one of the two (null takes it off). @returns the number that `worn` will carry */
  wear(look: Look | null, wearer: Wearer): number;
  /** Whether a second person wears a shade of her own. */
  companion(enabled: boolean): void;
  /** What is known of this mirror's camera and light. */
  calibrate(calibration: Calibration | null): void;
  debug(enabled: boolean): void;
  report(): void;
  stop(): void;
  /** Times that a worker had to be replaced. */
  readonly restarts: number;
}

export function startTryon(screen: TryonScreen, receive: (message: FromTryon) => void): Tryon {
  const picture = buildPaintedPicture(screen);
  const watch = new WorkerWatch();
  let worker: Worker | undefined;
  let watched: { track: MediaStreamTrack; rotation: Rotation } | undefined;
  let source = 0;
  let change = 0;
  /** What the worker was told last, one message of a kind; `wear` one of each wearer. The next worker is told the same. */
  const told = new Map<string, ToTryon>();
  let restarts = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;

  const post = (message: ToTryon, transfer: Transferable[] = []): void =>
    worker?.postMessage(message, transfer);

  function tell(message: ToTryon, kind: string = message.type): void {
    told.set(kind, message);
    post(message);
  }

  /** A track that has ended gives no frames and takes no reader; the camera's owner will bring another. */
  function sendSource(): void {
    if (worker === undefined || watched === undefined || watched.track.readyState === 'ended') return;
    const { track, rotation } = watched;
    const frames = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable;
    post({ type: 'source', frames, rotation, source }, [frames]);
  }

  function startWorker(): void {
    worker = new Worker(new URL('../tryon/tryon.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<FromTryon>) => {
      watch.hear(data.type);
      receive(data);
    };
    worker.onerror = ({ message }) =>
      replace(message || 'The script of the try-on worker could not be loaded.');
    const { output, transfer } = picture.renew();
    post({ type: 'start', output }, transfer);
    sendSource();
    for (const message of told.values()) post(message);
  }

  /** Nothing more is heard of the worker, nor told to it. */
  function dismiss(): Worker | undefined {
    const dismissed = worker;
    if (dismissed !== undefined) dismissed.onmessage = dismissed.onerror = null;
    worker = undefined;
    return dismissed;
  }

  function replace(reason: string): void {
    dismiss()?.terminate();
    restarts++;
    pause = setTimeout(startWorker, watch.fail());
    receive({ type: 'failed', message: reason });
  }

  function check(): void {
    if (worker !== undefined && watch.check(document.hidden)) replace('The try-on worker fell silent.');
  }

  startWorker();
  const checks = setInterval(check, CHECK_EVERY_MS);

  return {
    get restarts() {
      return restarts;
    },
    watch(track, rotation) {
      source++;
      watched = { track, rotation };
      sendSource();
      return source;
    },
    wear(look, wearer) {
      change++;
      tell({ type: 'wear', look, change, wearer }, `wear ${wearer}`);
      return change;
    },
    companion: (enabled) => tell({ type: 'companion', enabled }),
    calibrate: (calibration) => tell({ type: 'calibrate', calibration }),
    debug: (enabled) => tell({ type: 'debug', enabled }),
    report: () => post({ type: 'report' }),
    stop() {
      clearInterval(checks);
      clearTimeout(pause);
      post({ type: 'stop' });
      const stopping = dismiss();
      setTimeout(() => stopping?.terminate(), STOP_LIMIT_MS);
      picture.clear();
    },
  };
}
