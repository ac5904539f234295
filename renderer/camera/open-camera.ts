/**
 * Opens the mirror's camera, or the demo shopper where there is none: either way one live video track.
 * Whoever gets the source stops it.
 */
import { startDemoShopper } from './demo-shopper.ts';

export type CameraProblem = 'missing' | 'denied' | 'busy' | 'failed';

export interface VideoSource {
  track: MediaStreamTrack;
  /** Why the demo shopper stands in, or null for a real camera. */
  demo: CameraProblem | null;
  stop(): void;
}

/** What the mirror asks of a camera; a camera that has less gives what it has. */
const wanted: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
};

/** DOMException names that getUserMedia is specified to reject with. */
const problems: Record<string, CameraProblem> = {
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

async function openTrack(): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  const track = stream.getVideoTracks()[0];
  if (track === undefined) throw new DOMException('The camera gave no video track.', 'NotFoundError');
  return track;
}

export async function openCamera(): Promise<VideoSource> {
  try {
    const track = await openTrack();
    return { track, demo: null, stop: () => track.stop() };
  } catch (cause) {
    const demo = startDemoShopper();
    const problem = cause instanceof DOMException ? (problems[cause.name] ?? 'failed') : 'failed';
    return { ...demo, demo: problem };
  }
}
