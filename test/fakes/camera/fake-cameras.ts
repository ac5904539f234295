/**
 * A computer with cameras that a test plugs, unplugs, breaks and mends: what the browser would tell the page of them,
 * measured in Chromium 156 (a stopped capture process answers nothing until it goes on, then everything).
 */
import type { CameraEdges } from '../../../renderer/camera/camera.ts';
import { buildFakeClock, type FakeClock } from './fake-clock.ts';
import { FakeTrack, type FrameSize, idealOf } from './fake-track.ts';

export interface FakeCamera {
  id: string;
  label: string;
  isBusy: boolean;
  /** It opens and gives no frame. */
  isSilent: boolean;
  luma: number;
  /** What it gives whatever is asked; null when it obeys. */
  size: FrameSize | null;
}

const OPEN_MS = 120;
const FRAME_MS = 100;

export class FakeCameras {
  readonly clock: FakeClock = buildFakeClock();
  readonly connected: FakeCamera[] = [];
  /** Every track ever given. */
  readonly tracks: FakeTrack[] = [];
  readonly demos: FakeTrack[] = [];
  permission: PermissionState = 'granted';
  /** Every ask is refused: by the system, whatever the browser allows, or by a person who waves the question away. */
  isRefused = false;
  /** Asks that nobody answers and nobody ever will. */
  lostAsks = 0;
  asks = 0;
  private isHung = false;
  private knowsLabels = false;
  /** Cameras came or went while nobody could tell of it. */
  private hasNews = false;
  /** Asks that wait: for the capture process, or for the person who is asked. */
  private held: (() => void)[] = [];
  private readonly devices = new EventTarget();
  private readonly status = new EventTarget();

  constructor() {
    const tick = (): void => {
      for (const track of this.live()) {
        const isSilent = this.connected.some(({ id, isSilent }) => isSilent && id === track.deviceId);
        if (!this.isHung && !isSilent && !track.isStuck) track.giveFrame(this.clock.nowMs());
      }
      this.clock.after(FRAME_MS, tick);
    };
    tick();
  }

  get edges(): CameraEdges {
    const status = Object.defineProperty(this.status, 'state', {
      get: () => this.permission,
      configurable: true,
    });
    return {
      clock: this.clock,
      media: Object.assign(this.devices, {
        getUserMedia: (wish: MediaStreamConstraints) => this.getUserMedia(wish),
        enumerateDevices: () => this.enumerate(),
      }),
      permissions: { query: async () => status as PermissionStatus },
      firstFrame: (track) => {
        const fake = track as unknown as FakeTrack;
        return this.demos.includes(fake) ? this.drawDemo() : fake.nextFrame();
      },
      startDemo: (failed) => {
        this.failDemo = failed;
        const demo = new FakeTrack('demo', 'demo', { widthPx: 1280, heightPx: 720 });
        this.demos.push(demo);
        return { track: demo as unknown as MediaStreamTrack, stop: () => demo.stop() };
      },
    };
  }

  /** Resolves when the demo shopper's first frame is drawn; a test may hold it back. */
  drawDemo = (): Promise<void> => Promise.resolve();
  /** The newest demo shopper cannot go on. */
  failDemo = (): void => {};

  live(): FakeTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }

  plug(label: string): FakeCamera {
    const camera = { id: `id of ${label}`, label, isBusy: false, isSilent: false, luma: 0.4, size: null };
    this.connected.push(camera);
    this.tellOfDevices();
    return camera;
  }

  unplug(camera: FakeCamera): void {
    this.connected.splice(this.connected.indexOf(camera), 1);
    for (const track of this.live()) if (track.deviceId === camera.id) track.end();
    this.tellOfDevices();
  }

  hang(): void {
    this.isHung = true;
  }

  resume(): void {
    this.isHung = false;
    this.answer();
    if (this.hasNews) this.tellOfDevices();
  }

  /** The capture process dies; another takes its place at once. */
  crash(): void {
    for (const track of this.live()) track.end();
    this.resume();
  }

  permit(permission: PermissionState): void {
    this.permission = permission;
    if (permission !== 'granted') for (const track of this.live()) track.end();
    this.status.dispatchEvent(new Event('change'));
    this.answer();
  }

  private tellOfDevices(): void {
    this.hasNews = this.isHung;
    if (!this.isHung) this.devices.dispatchEvent(new Event('devicechange'));
  }

  private answer(): void {
    for (const go of this.held.splice(0)) go();
  }

  private async answered(isBlocked: () => boolean): Promise<void> {
    while (isBlocked()) await new Promise<void>((go) => this.held.push(go));
  }

  private async enumerate(): Promise<MediaDeviceInfo[]> {
    await this.answered(() => this.isHung);
    const cameras = this.connected.map(({ id, label }) => ({ kind: 'videoinput', deviceId: id, label }));
    const known = this.knowsLabels
      ? cameras
      : cameras.slice(0, 1).map((camera) => ({ ...camera, deviceId: '', label: '' }));
    return [...known, { kind: 'audioinput', deviceId: '', label: '' }] as MediaDeviceInfo[];
  }

  private async getUserMedia({ video }: MediaStreamConstraints): Promise<MediaStream> {
    this.asks++;
    if (this.lostAsks > 0) {
      this.lostAsks--;
      await new Promise(() => {});
    }
    await this.answered(() => this.isHung || (this.permission === 'prompt' && !this.isRefused));
    if (this.permission === 'denied' || this.isRefused) throw new DOMException('Refused.', 'NotAllowedError');
    const wish = video as MediaTrackConstraints;
    const camera = this.choose(wish);
    await new Promise<void>((resolve) => this.clock.after(OPEN_MS, resolve));
    await this.answered(() => this.isHung);
    if (!this.connected.includes(camera)) throw new DOMException('Gone.', 'NotFoundError');
    if (camera.isBusy) throw new DOMException('In use.', 'NotReadableError');
    const asked = { widthPx: idealOf(wish.width), heightPx: idealOf(wish.height) };
    const track = new FakeTrack(camera.label, camera.id, camera.size ?? asked);
    this.knowsLabels = true;
    this.tracks.push(track);
    return { getVideoTracks: () => [track as unknown as MediaStreamTrack] } as MediaStream;
  }

  private choose({ deviceId }: MediaTrackConstraints): FakeCamera {
    const { exact, ideal } = (deviceId ?? {}) as ConstrainDOMStringParameters;
    const wished = this.connected.find(({ id }) => id === (exact ?? ideal));
    if (exact !== undefined && wished === undefined)
      throw new DOMException('Not here.', 'OverconstrainedError');
    const camera = wished ?? this.connected[0];
    if (camera === undefined) throw new DOMException('None.', 'NotFoundError');
    return camera;
  }
}
