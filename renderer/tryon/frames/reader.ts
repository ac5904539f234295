/**
 * A VideoFrame in, its planes in our buffer out, with colour space and odd sizes honoured.
 * The caller keeps the frame and closes it; the planes stay ours and are reused for the next frame.
 */
import { emptyPlanes, layOutPlanes, type PlaneFormat, type Planes } from './planes.ts';
import { rgbaToPlanes } from './rgba.ts';

/** From this many lines up an unlabelled camera means BT.709, below it BT.601. */
const HD_LINES = 720;

export interface FrameReader {
  readonly planes: Planes;
  read(frame: VideoFrame): Promise<void>;
}

/**
 * Copying a 720p frame costs about 0.6 ms; formats other than I420 and NV12 go through RGBA. Frames whose format the browser
 * does not name, such as those of 16-bit cameras, can be drawn only (Chromium 150 copies none of them).
 */
export function buildFrameReader(): FrameReader {
  const planes = emptyPlanes();
  let rgba = new Uint8Array(0);
  let canvas: OffscreenCanvasRenderingContext2D | null = null;
  const layout: [PlaneLayout, PlaneLayout, PlaneLayout] = [
    { offset: 0, stride: 0 },
    { offset: 0, stride: 0 },
    { offset: 0, stride: 0 },
  ];
  const layoutNv12: PlaneLayout[] = [layout[0], layout[1]];

  function requestLayout(): PlaneLayout[] {
    layout[0].offset = planes.yOffset;
    layout[0].stride = planes.yStride;
    layout[1].offset = planes.uOffset;
    layout[1].stride = planes.chromaStride;
    layout[2].offset = planes.vOffset;
    layout[2].stride = planes.chromaStride;
    return planes.format === 'NV12' ? layoutNv12 : layout;
  }

  async function readPlanes(frame: VideoFrame, format: PlaneFormat, rect: DOMRectReadOnly): Promise<void> {
    layOutPlanes(planes, format, rect.width, rect.height);
    const { matrix, fullRange } = frame.colorSpace;
    planes.matrix =
      (matrix ?? (rect.height >= HD_LINES ? 'bt709' : 'smpte170m')) === 'bt709' ? 'bt709' : 'bt601';
    planes.fullRange = fullRange ?? false;
    await frame.copyTo(planes.data, { rect, layout: requestLayout() });
  }

  async function readRgba(frame: VideoFrame, rect: DOMRectReadOnly): Promise<void> {
    const bytes = rect.width * rect.height * 4;
    if (rgba.length !== bytes) rgba = new Uint8Array(bytes);
    await frame.copyTo(rgba, { rect, format: 'RGBA' });
    rgbaToPlanes(rgba, rect.width, rect.height, planes);
  }

  function readDrawn(frame: VideoFrame, { width, height }: DOMRectReadOnly): void {
    canvas ??= new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (canvas === null) throw new Error('The browser gives no canvas to read camera frames by.');
    if (canvas.canvas.width !== width) canvas.canvas.width = width;
    if (canvas.canvas.height !== height) canvas.canvas.height = height;
    canvas.drawImage(frame, 0, 0);
    rgbaToPlanes(canvas.getImageData(0, 0, width, height).data, width, height, planes);
  }

  return {
    planes,
    async read(frame) {
      const rect = frame.visibleRect;
      if (rect === null) throw new Error('The camera frame was closed before it was read.');
      if (frame.format === 'I420' || frame.format === 'NV12') await readPlanes(frame, frame.format, rect);
      else if (frame.format === null) readDrawn(frame, rect);
      else await readRgba(frame, rect);
    },
  };
}
