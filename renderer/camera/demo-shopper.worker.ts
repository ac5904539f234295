/**
 * Renders the synthetic shopper at camera speed into the stream it is given. A frame that comes late is left out, as
 * a camera would: the clock decides what she does, not the count of frames.
 */

import { idleMotion } from '../../models/shopper/idle-motion.ts';
import { buildShopper } from '../../models/shopper/shopper.ts';

export interface StartDemoShopper {
  frames: WritableStream<VideoFrame>;
}

const WIDTH_PX = 1280;
const HEIGHT_PX = 720;
const FRAME_MS = 1000 / 30;

async function run(frames: WritableStream<VideoFrame>): Promise<void> {
  const mesh = await (await fetch('/face/canonical-mesh.json')).json();
  const shopper = buildShopper({ mesh, widthPx: WIDTH_PX, heightPx: HEIGHT_PX });
  const writer = frames.getWriter();
  let dueMs = performance.now();
  for (;;) {
    shopper.render(idleMotion(performance.now() / 1000));
    const frame = new VideoFrame(shopper.frame.data, {
      format: 'I420',
      codedWidth: WIDTH_PX,
      codedHeight: HEIGHT_PX,
      timestamp: Math.round(performance.now() * 1000),
      colorSpace: { matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', fullRange: false },
    });
    await writer.write(frame);
    const now = performance.now();
    dueMs = Math.max(dueMs + FRAME_MS, now - FRAME_MS);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - now)));
  }
}

self.onmessage = ({ data }: MessageEvent<StartDemoShopper>) => {
  // Thrown anew outside of the promise, where the page hears of it.
  run(data.frames).catch((cause: unknown) =>
    setTimeout(() => {
      throw cause;
    }),
  );
};
