/**
 * One attempt to open the camera that the settings wish for: out comes a live track, which is the caller's to stop, or
 * an exception that `problemOf` names.
 */
import type { CameraProblem } from '../../main/contract/camera.ts';
import type { CameraSettings } from '../../main/contract/page-settings.ts';
import { type CameraMedia, chooseCamera, fitOf, listCameras } from './camera-list.ts';

export interface CameraWish {
  settings: CameraSettings;
  /** The camera used last: kept where there are several and none is named. */
  lastId: string | undefined;
}

/** DOMException names that getUserMedia is specified to reject with; AbortError is any other trouble of the hardware. */
const PROBLEMS: Record<string, CameraProblem> = {
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotReadableError: 'busy',
  AbortError: 'failed',
};

export function problemOf(cause: unknown): CameraProblem {
  const name = typeof cause === 'object' && cause !== null && 'name' in cause ? String(cause.name) : '';
  return PROBLEMS[name] ?? 'failed';
}

/** What is asked of a camera; one that has less gives what it has. */
export function pictureWish({ resolution }: CameraSettings): MediaTrackConstraints {
  const [width, height] = resolution.split('x').map(Number) as [number, number];
  return { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: 30 } };
}

/** May never settle: a hung capture process answers nothing. */
export async function openCamera(
  media: CameraMedia,
  { settings, lastId }: CameraWish,
): Promise<MediaStreamTrack> {
  const ask = async (device: MediaTrackConstraints): Promise<MediaStreamTrack> => {
    const video = { ...pictureWish(settings), ...device };
    const [track] = (await media.getUserMedia({ video, audio: false })).getVideoTracks();
    if (track === undefined) throw new DOMException('The camera gave no video track.', 'NotFoundError');
    return track;
  };
  const { name } = settings;
  if (name === undefined) return ask(lastId === undefined ? {} : { deviceId: { ideal: lastId } });
  let cameras = await listCameras(media);
  if (cameras.some(({ label }) => label === '')) {
    const any = await ask({});
    if (fitOf(any.label, name) > 0) return any;
    // Stopped before the list is asked for: should that hang, no camera is left open.
    any.stop();
    cameras = await listCameras(media);
  }
  const named = chooseCamera(cameras, name);
  if (named === undefined) {
    throw new DOMException(`No camera's name contains "${name}": plug it in or correct it.`, 'NotFoundError');
  }
  return ask({ deviceId: { exact: named.deviceId } });
}
