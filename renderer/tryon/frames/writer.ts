/**
 * Painted planes in, picture on the screen out: as a frame of the generated track, or drawn on a canvas where the
 * browser has no track generator.
 */
import type { Planes } from './planes.ts';

export interface FrameWriter {
  /** Shows the planes; `like` gives timestamp, duration and display size and stays the caller's to close. */
  write(planes: Planes, like: VideoFrame): Promise<void>;
}

/** A frame made of the planes. The browser copies the buffer, so the planes may be reused at once. */
function toVideoFrame(planes: Planes, like: VideoFrame): VideoFrame {
  const layout: PlaneLayout[] = [
    { offset: planes.yOffset, stride: planes.yStride },
    { offset: planes.uOffset, stride: planes.chromaStride },
  ];
  if (planes.format === 'I420') layout.push({ offset: planes.vOffset, stride: planes.chromaStride });
  const isHd = planes.matrix === 'bt709';
  return new VideoFrame(planes.data, {
    format: planes.format,
    codedWidth: planes.widthPx,
    codedHeight: planes.heightPx,
    timestamp: like.timestamp,
    ...(like.duration === null ? {} : { duration: like.duration }),
    displayWidth: like.displayWidth,
    displayHeight: like.displayHeight,
    layout,
    colorSpace: {
      matrix: isHd ? 'bt709' : 'smpte170m',
      primaries: like.colorSpace.primaries ?? (isHd ? 'bt709' : 'smpte170m'),
      transfer: like.colorSpace.transfer ?? (isHd ? 'bt709' : 'smpte170m'),
      fullRange: planes.fullRange,
    },
  });
}

/** The generator takes ownership of each frame and closes it. */
export function buildTrackWriter(stream: WritableStream<VideoFrame>): FrameWriter {
  const writer = stream.getWriter();
  return { write: (planes, like) => writer.write(toVideoFrame(planes, like)) };
}

export function buildCanvasWriter(canvas: OffscreenCanvas): FrameWriter {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null)
    throw new Error('This browser offers neither a track generator nor a 2D canvas in a worker.');
  return {
    async write(planes, like) {
      const frame = toVideoFrame(planes, like);
      if (canvas.width !== like.displayWidth) canvas.width = like.displayWidth;
      if (canvas.height !== like.displayHeight) canvas.height = like.displayHeight;
      context.drawImage(frame, 0, 0, canvas.width, canvas.height);
      frame.close();
    },
  };
}
