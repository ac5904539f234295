/**
 * Entry of the try-on worker: takes the page's streams and messages, owns the frame loop and what it paints with, and
 * tells the page twice a second that it lives.
 */
import { buildFrameLoop, type FrameLoop } from './frame-loop.ts';
import { buildFramePainter, type FramePainter } from './frame-painter.ts';
import { buildCanvasWriter, buildTrackWriter } from './frames/writer.ts';
import type { FrameOutput, FromTryon, ToTryon } from './messages.ts';
import { sentenceOf } from './sentence.ts';
import { StuckWatch } from './stuck-watch.ts';

const PULSE_EVERY_MS = 500;
const TELL_SKIPS_EVERY_MS = 1000;

const post = (message: FromTryon, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

const writerFor = (output: FrameOutput) =>
  'track' in output ? buildTrackWriter(output.track) : buildCanvasWriter(output.canvas);

interface Tryon {
  painter: FramePainter;
  loop: FrameLoop<VideoFrame>;
  pulses: number;
}

let tryon: Tryon | undefined;
let lastSkipMs = Number.NEGATIVE_INFINITY;

/** Told at most once a second: a camera that breaks every frame must not flood the page. */
function skip(cause: unknown): void {
  const now = performance.now();
  if (now - lastSkipMs < TELL_SKIPS_EVERY_MS) return;
  lastSkipMs = now;
  post({ type: 'skipped', message: sentenceOf(cause) });
}

const watch = new StuckWatch();

/** @throws Error when the loop gets nowhere: the page, which sees the error, starts another worker */
function beat(painter: FramePainter, { flight }: FrameLoop<VideoFrame>): void {
  const pulse = painter.pulse();
  const trouble = watch.judge(flight, pulse);
  if (trouble !== null) throw new Error(trouble);
  post({ type: 'pulse', pulse });
}

function start(output: FrameOutput): Tryon {
  const painter = buildFramePainter(writerFor(output), post);
  const loop = buildFrameLoop(painter.run, skip);
  painter.start();
  return { painter, loop, pulses: setInterval(beat, PULSE_EVERY_MS, painter, loop) };
}

async function stop({ painter, loop, pulses }: Tryon): Promise<void> {
  clearInterval(pulses);
  await loop.stop();
  painter.stop();
}

function obey({ painter, loop }: Tryon, message: Exclude<ToTryon, { type: 'start' | 'stop' }>): void {
  if (message.type === 'source') {
    const { frames, rotation, source } = message;
    loop.watch(frames, () => painter.begin(source, rotation));
  } else if (message.type === 'wear') painter.wear(message.look, message.change, message.wearer);
  else if (message.type === 'companion') painter.accompany(message.enabled);
  else if (message.type === 'calibrate') painter.calibrate(message.calibration);
  else if (message.type === 'debug') painter.debug(message.enabled);
  else if (message.type === 'report') {
    const rows = painter.report();
    post({ type: 'report', rows }, [rows.buffer]);
  }
}

self.onmessage = ({ data }: MessageEvent<ToTryon>) => {
  if (data.type === 'start') tryon = start(data.output);
  else if (tryon === undefined) throw new Error(`The try-on was told "${data.type}" before "start".`);
  else if (data.type === 'stop') void stop(tryon);
  else obey(tryon, data);
};
