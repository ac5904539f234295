/**
 * Chromium's insertable streams for camera tracks, which TypeScript's DOM library does not declare. The page makes
 * both objects (Chromium has them on no worker) and transfers their streams to the frame loop.
 */

interface MediaStreamTrackProcessorInit {
  track: MediaStreamTrack;
  /** Frames held for a slow reader before the oldest is dropped. Camera pools are small: keep it at 1 or 2. */
  maxBufferSize?: number;
}

/** Reads a live video track as frames. The reader owns every frame it takes and must close it. */
interface MediaStreamTrackProcessor {
  readonly readable: ReadableStream<VideoFrame>;
}

declare var MediaStreamTrackProcessor: {
  prototype: MediaStreamTrackProcessor;
  new (init: MediaStreamTrackProcessorInit): MediaStreamTrackProcessor;
};

/** A video track made of the frames written to it. Writing a frame hands it over: the track closes it. */
interface MediaStreamTrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}

declare var MediaStreamTrackGenerator: {
  prototype: MediaStreamTrackGenerator;
  new (init: { kind: 'video' }): MediaStreamTrackGenerator;
};
