/**
 * One clip: decoded, painted frame by frame in the studio, and encoded again, with its masks and its entry in the report.
 * With ffmpeg it becomes an MP4; without, the browser decodes it and the frames are written as pictures.
 */
import type { Look } from '../../../renderer/try/api.ts';
import { type ClipReader, type ClipShape, openClip } from './clip-reader.ts';
import { type ClipResult, clipResult, frameResult, maskResult, type PaintedFrame } from './clip-result.ts';
import { EXIT } from './errors.ts';
import { type ClipFacts, probeClip } from './ffmpeg.ts';
import { unpaintedOutcome } from './paint-picture.ts';
import { layI420 } from './painted-part.ts';
import type { Entry, Outcome } from './report.ts';
import type { Studio } from './studio.ts';
import type { Task } from './tasks.ts';

/** Frames handed to the page at a time: one is painted while the other travels. */
const IN_FLIGHT = 2;

interface Source {
  shape: ClipShape;
  /** What the file claims; 0 when it claims nothing. */
  frameCount: number;
  frames: AsyncIterable<PaintedFrame>;
  close(): void;
}

export interface ClipTools {
  hasFfmpeg: boolean;
  getStudio: () => Promise<Studio>;
  /** Called after each frame. */
  onFrame: (done: number, total: number) => void;
  /** Something that the user should know. */
  note: (sentence: string) => void;
}

/** Throws `unreadable`, `painting-failed`, `output-unwritable` or `encoder-failed`. Without a face nothing is written. */
export async function paintClip(task: Task, look: Look, entry: Entry, tools: ClipTools): Promise<Outcome> {
  const startMs = performance.now();
  const facts = tools.hasFfmpeg ? await probeClip(task.input) : undefined;
  if (facts?.isHdr) tools.note('it is HDR, so its colours come out pale: convert it to SDR first');
  const studio = await tools.getStudio();
  const source = facts
    ? await decodeByFfmpeg(task.input, facts, look, studio)
    : await decodeInBrowser(task.input, look, studio);
  const results = await openResults(task, source.shape, facts);
  try {
    await entry.size(source.shape);
    const { outcome, timings } = await paintFrames(source, results, entry, tools.onFrame);
    if (outcome.exit === EXIT.painted) for (const result of results) await result.place();
    await entry.end(outcome, { ...timings, totalMs: performance.now() - startMs });
    return outcome;
  } finally {
    source.close();
    for (const result of results) await result.discard();
  }
}

async function openResults(
  task: Task,
  shape: ClipShape,
  facts: ClipFacts | undefined,
): Promise<ClipResult[]> {
  const result = facts ? await clipResult(task.out, shape, facts) : await frameResult(task.out, shape);
  return task.mask === undefined ? [result] : [result, await maskResult(task.mask, shape)];
}

async function paintFrames(
  { frames, frameCount }: Source,
  results: readonly ClipResult[],
  entry: Entry,
  onFrame: ClipTools['onFrame'],
) {
  const timings = { landmarksMs: 0, lipsMs: 0, lightMs: 0, paintMs: 0 };
  let outcome: Outcome = unpaintedOutcome([]);
  let done = 0;
  for await (const frame of frames) {
    const { faces, timings: spent } = frame.painted;
    if (faces.some((face) => face.painted)) outcome = { exit: EXIT.painted };
    else if (faces.length > 0 && outcome.exit === EXIT.noFace) outcome = unpaintedOutcome(faces);
    for (const result of results) await result.add(frame);
    await entry.frame(frame.timeMs, faces, { ...spent });
    for (const stage of Object.keys(timings) as (keyof typeof timings)[]) timings[stage] += spent[stage];
    onFrame(++done, frameCount);
  }
  return { outcome, timings };
}

async function decodeByFfmpeg(path: string, facts: ClipFacts, look: Look, studio: Studio): Promise<Source> {
  const reader = await openClip(path, facts);
  await studio.startClip(look);
  return {
    shape: reader.shape,
    frameCount: facts.frames,
    frames: paintInTurn(reader, facts, studio),
    close: () => reader.close(),
  };
}

/** Keeps IN_FLIGHT frames in the page, and yields them in order. */
async function* paintInTurn(
  { frames, shape }: ClipReader,
  { timeBase: { num, den }, matrix }: ClipFacts,
  studio: Studio,
): AsyncGenerator<PaintedFrame> {
  const waiting: Promise<PaintedFrame>[] = [];
  for await (const { planes, ticks } of frames) {
    const timeMs = (1000 * ticks * num) / den;
    const frame = studio.paintFrame(planes, shape, timeMs, matrix).then((painted) => {
      layI420(planes, shape, painted.part, painted.pixels);
      return { pixels: planes, timeMs, ticks, painted };
    });
    // Whoever awaits it gets the error; should nobody come to that, it is no crash.
    frame.catch(() => {});
    waiting.push(frame);
    if (waiting.length === IN_FLIGHT) yield await (waiting.shift() as Promise<PaintedFrame>);
  }
  for (const frame of waiting) yield await frame;
}

async function decodeInBrowser(path: string, look: Look, studio: Studio): Promise<Source> {
  const frameCount = await studio.openClip(path, look);
  const first = await studio.paintNextFrame();
  const shape = { widthPx: first?.widthPx ?? 0, heightPx: first?.heightPx ?? 0, pixelAspect: '1/1' };
  async function* frames(): AsyncGenerator<PaintedFrame> {
    for (let frame = first; frame !== null; frame = await studio.paintNextFrame()) {
      yield { pixels: frame.pixels, timeMs: frame.timeMs, ticks: 0, painted: frame };
    }
  }
  return { shape, frameCount, frames: frames(), close: () => {} };
}
