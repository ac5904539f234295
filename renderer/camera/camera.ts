/**
 * Keeps the mirror's picture up: opens the camera that the settings wish for, notices when it goes wrong, and gets it
 * back by itself. Out go the track to show and a reading of how things are; owns every track, the demo shopper's too.
 *
 * The camera is away (`search` asks for it, `standIn` fills in) or there (`picture` judges it); the reading's state
 * names both in detail.
 */
import type { CameraState, Rotation } from '../../main/contract/camera.ts';
import type { CameraSettings } from '../../main/contract/page-settings.ts';
import type { Pulse } from '../tryon/messages.ts';
import { type CameraMedia, chooseCamera, fitOf, listCameras } from './camera-list.ts';
import { buildPermission } from './camera-permission.ts';
import type { CameraReading } from './camera-reading.ts';
import type { Clock } from './clock.ts';
import type { DemoShopper } from './demo-shopper.ts';
import { buildPicture } from './picture.ts';
import { buildSearch } from './search.ts';
import { buildStandIn } from './stand-in.ts';

export interface CameraEdges {
  media: CameraMedia;
  /** Undefined where the browser tells nothing of permissions. */
  permissions: Pick<Permissions, 'query'> | undefined;
  clock: Clock;
  /** Resolves when a frame of the track came; rejects when it ended before. */
  firstFrame(track: MediaStreamTrack): Promise<void>;
  /** @param failed called when she cannot go on */
  startDemo(failed: () => void): DemoShopper;
}

export interface CameraUses {
  /** Shows this track from now on and never stops it. @returns the number that its pulses carry; it only ever rises */
  show(track: MediaStreamTrack, rotation: Rotation): number;
  /** Called after each change. */
  tell(reading: CameraReading): void;
}

export interface Camera {
  start(settings: CameraSettings): void;
  /** Other settings from now on. The camera is opened again only if it has to be. */
  change(settings: CameraSettings): void;
  pulse(pulse: Pulse): void;
  /** Safe at any time; it may be started again. */
  stop(): void;
}

export function buildCamera(edges: CameraEdges, { show, tell }: CameraUses): Camera {
  const { media, clock } = edges;
  const permission = buildPermission(edges.permissions, () => search.hurry());
  const search = buildSearch({ ...edges, permission, found, failed });
  const picture = buildPicture({ clock, show, there, gone, steady: () => search.settle() });
  const standIn = buildStandIn({
    ...edges,
    shown: (track) => void show(track, 0),
    seen: (isDemo) => report({ isDemo }),
  });
  let isRunning = false;
  let settings: CameraSettings;
  let reading: CameraReading = { state: 'opening', isDemo: false, connected: 0, recoveries: 0 };
  let hasBeenThere = false;
  let lastId: string | undefined;
  let counts = 0;

  function report(changes: Partial<CameraReading>): void {
    const keys = Object.keys(changes) as (keyof CameraReading)[];
    if (keys.every((key) => changes[key] === reading[key])) return;
    reading = { ...reading, ...changes };
    tell(reading);
  }

  function found(track: MediaStreamTrack): void {
    hasBeenThere = true;
    lastId = track.getSettings().deviceId;
    picture.take(track, settings);
    standIn.leave();
    there('live', false);
    void count();
  }

  function there(state: 'live' | 'black' | 'resized', isDemo = reading.isDemo): void {
    const isBack = state === 'live' && reading.state !== 'live' && reading.state !== 'opening';
    report({ state, isDemo, recoveries: reading.recoveries + (isBack ? 1 : 0) });
  }

  function gone(state: CameraState, loss?: 'lost' | 'frozen'): void {
    report({ state });
    standIn.announce();
    search.begin({ settings, lastId }, loss);
  }

  function failed(state: CameraState): void {
    report({ state });
    if (!hasBeenThere) standIn.appear();
    void count();
  }

  function reopen(): void {
    picture.release();
    gone('opening');
  }

  /** Counts the cameras, and changes to one that fits the wished name better than the one in use. */
  async function count(): Promise<void> {
    const number = ++counts;
    // A list that cannot be had now is asked for again at the next change; until then the last count stands.
    const cameras = await listCameras(media).catch(() => null);
    if (cameras === null || number !== counts) return;
    report({ connected: cameras.length });
    const { name } = settings;
    if (name === undefined || picture.track === null) return;
    const best = chooseCamera(cameras, name);
    if (best !== undefined && fitOf(best.label, name) > fitOf(picture.track.label, name)) reopen();
  }

  function camerasChanged(): void {
    // A new camera does not undo a refusal; where the browser asks people, it would ask them again.
    if (reading.state !== 'denied') search.hurry();
    void count();
  }

  function stop(): void {
    isRunning = false;
    counts++;
    media.removeEventListener('devicechange', camerasChanged);
    permission.stop();
    search.cancel();
    picture.release();
    standIn.leave();
  }

  return {
    start(first) {
      stop();
      isRunning = true;
      settings = first;
      reading = { ...reading, state: 'opening', isDemo: false };
      tell(reading);
      media.addEventListener('devicechange', camerasChanged);
      permission.start();
      gone('opening');
      void count();
    },
    change(next) {
      if (!isRunning) return;
      const last = settings;
      settings = next;
      const isOtherSize = next.resolution !== last.resolution;
      const isOtherName = next.name !== last.name;
      if (picture.track === null) {
        if (isOtherSize || isOtherName) search.begin({ settings, lastId });
        return;
      }
      const isWrongCamera = next.name !== undefined && fitOf(picture.track.label, next.name) === 0;
      if (isOtherSize || isWrongCamera) reopen();
      else if (next.rotation !== last.rotation) picture.turn(next.rotation);
      if (isOtherName) void count();
    },
    pulse: picture.pulse,
    stop,
  };
}
