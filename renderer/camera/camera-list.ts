/** Which cameras are connected, and which of them fits the name in the settings. */

export type CameraMedia = Pick<
  MediaDevices,
  'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>;

/** May never answer: it asks the capture process, which may hang. Labels are empty until the camera was allowed. */
export async function listCameras(media: CameraMedia): Promise<MediaDeviceInfo[]> {
  const devices = await media.enumerateDevices();
  return devices.filter(({ kind }) => kind === 'videoinput');
}

/** How well a camera's label fits: 2 it is the name, 1 it contains it, 0 not at all. Case does not count. */
export function fitOf(label: string, name: string): number {
  const [whole, part] = [label.toLowerCase(), name.toLowerCase()];
  if (whole === part) return 2;
  return whole.includes(part) ? 1 : 0;
}

/** @returns the camera that fits best, the first among equals */
export function chooseCamera(cameras: readonly MediaDeviceInfo[], name: string): MediaDeviceInfo | undefined {
  const fitting = cameras.filter(({ label }) => fitOf(label, name) > 0);
  return fitting.find(({ label }) => fitOf(label, name) === 2) ?? fitting[0];
}
