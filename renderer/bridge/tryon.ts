/**
 * The page's end of the try-on worker: gives it the camera's frames, shows what comes back, carries looks and readings.
 */
import type { Look } from '../tryon/look.ts';
import type { FrameOutput, FromTryon, ToTryon } from '../tryon/messages.ts';

export interface Tryon {
  /** Puts a look on (null takes it off). @returns the number that `worn` will carry */
  wear(look: Look | null): number;
  debug(enabled: boolean): void;
  report(): void;
  stop(): void;
}

export interface TryonScreen {
  video: HTMLVideoElement;
  canvas: HTMLCanvasElement;
}

/** Painted frames go to the video; without track generators they are drawn on the canvas, which then covers it. */
function chooseOutput({ video, canvas }: TryonScreen): { output: FrameOutput; transfer: Transferable[] } {
  const hasGenerator = 'MediaStreamTrackGenerator' in globalThis;
  canvas.hidden = hasGenerator;
  video.hidden = !hasGenerator;
  if (!hasGenerator) {
    const offscreen = canvas.transferControlToOffscreen();
    return { output: { canvas: offscreen }, transfer: [offscreen] };
  }
  const generator = new MediaStreamTrackGenerator({ kind: 'video' });
  video.srcObject = new MediaStream([generator]);
  return { output: { track: generator.writable }, transfer: [generator.writable] };
}

/** @param track the camera's; stays the caller's to stop */
export function startTryon(
  track: MediaStreamTrack,
  screen: TryonScreen,
  receive: (message: FromTryon) => void,
): Tryon {
  const worker = new Worker(new URL('../tryon/tryon.worker.ts', import.meta.url), { type: 'module' });
  const post = (message: ToTryon, transfer: Transferable[] = []): void =>
    worker.postMessage(message, transfer);
  const frames = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable;
  const { output, transfer } = chooseOutput(screen);
  let change = 0;
  worker.onmessage = ({ data }: MessageEvent<FromTryon>) => receive(data);
  worker.onerror = ({ message }) => receive({ type: 'failed', message });
  post({ type: 'start', frames, output }, [frames, ...transfer]);
  return {
    wear(look) {
      change++;
      post({ type: 'wear', look, change });
      return change;
    },
    debug: (enabled) => post({ type: 'debug', enabled }),
    report: () => post({ type: 'report' }),
    stop() {
      post({ type: 'stop' });
      screen.video.srcObject = null;
    },
  };
}
