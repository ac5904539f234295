/**
 * Entry of the try-on worker: takes the page's streams and messages, owns the frame loop.
 */
import { buildFrameLoop, type FrameLoop } from './frame-loop.ts';
import { buildCanvasWriter, buildTrackWriter } from './frames/writer.ts';
import type { Look } from './look.ts';
import type { FrameOutput, FromTryon, ToTryon } from './messages.ts';

let loop: FrameLoop | undefined;
/** What the page asked for before the loop was there. */
let look: Look | null = null;
let change = 0;

const post = (message: FromTryon, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

const writerFor = (output: FrameOutput) =>
  'track' in output ? buildTrackWriter(output.track) : buildCanvasWriter(output.canvas);

async function receive(message: ToTryon): Promise<void> {
  switch (message.type) {
    case 'start':
      await loop?.stop();
      loop = buildFrameLoop(message.frames, writerFor(message.output), post);
      loop.wear(look, change);
      return;
    case 'wear':
      look = message.look;
      change = message.change;
      loop?.wear(look, change);
      return;
    case 'debug':
      loop?.debug(message.enabled);
      return;
    case 'report':
      loop?.report();
      return;
    case 'stop':
      await loop?.stop();
      loop = undefined;
      return;
  }
}

self.onmessage = ({ data }: MessageEvent<ToTryon>) => void receive(data);
