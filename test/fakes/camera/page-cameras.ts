/**
 * Cameras inside the page, in place of `navigator.mediaDevices`, for faults that a browser's own fake camera cannot
 * have. Their tracks are real: generators that are fed a grey picture twenty times a second.
 */
import type { Page } from 'playwright-core';

interface PageCameras {
  plug(label: string): void;
  unplug(label: string): void;
  /** Another program takes or leaves all cameras. */
  occupy(isBusy: boolean): void;
  /** The open camera gives frames of this size from now on, until it is opened again. */
  resize(widthPx: number, heightPx: number): void;
  /** Labels of the cameras whose tracks are live. */
  open(): string[];
}

declare global {
  var pageCameras: PageCameras;
}

/** Before the page is opened: it has these cameras. Then they are driven by `pageCameras` inside the page. */
export async function installPageCameras(page: Page, labels: string[]): Promise<void> {
  await page.addInitScript(install, labels);
}

/** Runs in the page, so it may use nothing from outside itself. */
function install(first: string[]): void {
  const FRAME_MS = 50;
  interface Opened {
    label: string;
    track: MediaStreamTrackGenerator;
    size: { widthPx: number; heightPx: number };
  }
  const labels = [...first];
  let opened: Opened[] = [];
  let isBusy = false;
  const media = new EventTarget();

  function frameOf({ widthPx, heightPx }: Opened['size']): VideoFrame {
    const planes = new Uint8Array(1.5 * widthPx * heightPx).fill(128);
    const timestamp = Math.round(performance.now() * 1000);
    return new VideoFrame(planes, { format: 'I420', codedWidth: widthPx, codedHeight: heightPx, timestamp });
  }

  const ideal = (wish: unknown): number => (wish as { ideal: number }).ideal;

  function open(label: string, { width, height }: MediaTrackConstraints): MediaStreamTrack {
    const track = new MediaStreamTrackGenerator({ kind: 'video' });
    const camera = { label, track, size: { widthPx: ideal(width), heightPx: ideal(height) } };
    opened.push(camera);
    const writer = track.writable.getWriter();
    const timer = setInterval(() => {
      if (track.readyState === 'ended') clearInterval(timer);
      else void writer.write(frameOf(camera.size)).catch(() => clearInterval(timer));
    }, FRAME_MS);
    Object.defineProperty(track, 'label', { value: label });
    track.getSettings = () => ({ deviceId: label });
    track.applyConstraints = () => Promise.reject(new DOMException('It cannot.', 'OverconstrainedError'));
    return track;
  }

  Object.assign(media, {
    async getUserMedia({ video }: { video: MediaTrackConstraints }): Promise<MediaStream> {
      const wished = video.deviceId as { exact?: string; ideal?: string } | undefined;
      const label = labels.find((each) => each === (wished?.exact ?? wished?.ideal)) ?? labels[0];
      if (label === undefined) throw new DOMException('No camera.', 'NotFoundError');
      if (isBusy) throw new DOMException('In use.', 'NotReadableError');
      return new MediaStream([open(label, video)]);
    },
    enumerateDevices: async () => labels.map((label) => ({ kind: 'videoinput', deviceId: label, label })),
  });
  Object.defineProperty(navigator, 'mediaDevices', { value: media });

  const live = (): Opened[] => opened.filter(({ track }) => track.readyState === 'live');
  function end(cameras: Opened[]): void {
    for (const { track } of cameras) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    opened = live();
  }
  const tellOfDevices = (): unknown => media.dispatchEvent(new Event('devicechange'));

  globalThis.pageCameras = {
    plug(label) {
      labels.push(label);
      tellOfDevices();
    },
    unplug(label) {
      labels.splice(labels.indexOf(label), 1);
      end(live().filter((camera) => camera.label === label));
      tellOfDevices();
    },
    occupy(busy) {
      isBusy = busy;
      if (busy) end(live());
    },
    resize(widthPx, heightPx) {
      for (const camera of live()) camera.size = { widthPx, heightPx };
    },
    open: () => live().map(({ label }) => label),
  };
}
