/**
 * The page behind `npm run try`: owns the picture workers, fetches each job's pixels from the server, has them painted
 * and puts the result back. It does nothing by itself; the command calls it (see api.ts).
 */
import type { FromPicture, ToPicture } from '../tryon/picture-messages.ts';
import type { Painted, TryPage } from './api.ts';
import { type ClipDecoder, openClipDecoder } from './clip-decoder.ts';
import { type PaintWorker, startPaintWorker } from './paint-worker.ts';
import { coveredPart, cutI420, cutPart, fetchPixels, putPixels, wholeBlocks } from './pixels.ts';

type Answer = Extract<FromPicture, { type: 'painted' }>;
type Picture = Extract<ToPicture, { type: 'picture' }>;
type Frame = Extract<ToPicture, { type: 'clip-frame' }>;

let stills: PaintWorker | undefined;
/** A clip needs a worker of its own: the tracker remembers whom it followed. */
let clip: PaintWorker | undefined;
let decoder: ClipDecoder | undefined;

/** Hands an answer back: of a picture what has changed, of a frame that the browser decoded everything. */
async function handBack(
  id: number,
  answer: Answer,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  kind: 'rgba-part' | 'i420-part' | 'rgba-whole',
): Promise<Painted> {
  const { faces, timings } = answer;
  const pixels = new Uint8Array(answer.pixels);
  const coverage = new Uint8Array(answer.coverage);
  const covered = coveredPart(coverage, widthPx, heightPx);
  const part = kind === 'i420-part' ? wholeBlocks(covered) : covered;
  const pieces = {
    'rgba-part': () => [cutPart(pixels, 4 * widthPx, part, 4)],
    'i420-part': () => cutI420(pixels, widthPx, heightPx, part),
    'rgba-whole': () => [pixels],
  };
  await putPixels(id, [...pieces[kind](), cutPart(coverage, widthPx, part)]);
  return { part, faces, timings };
}

function clipWorker(): PaintWorker {
  if (clip === undefined) throw new Error('No clip was started.');
  return clip;
}

const api: TryPage = {
  async paintPicture({ id, ...size }, look) {
    stills ??= startPaintWorker();
    stills.wear(look);
    const job = fetchPixels(id).then((rgba): Picture => ({ type: 'picture', rgba, ...size }));
    try {
      return await handBack(id, await stills.paint(job), size, 'rgba-part');
    } catch (cause) {
      // A worker that failed once may be out of memory: the next picture gets a fresh one.
      stills.stop();
      stills = undefined;
      throw cause;
    }
  },
  async startClip(look) {
    clip?.stop();
    clip = startPaintWorker();
    clip.wear(look);
  },
  async paintFrame({ id, ...size }, timeMs, colours) {
    const job = fetchPixels(id).then(
      (pixels): Frame => ({ type: 'clip-frame', colours, pixels, timeMs, ...size }),
    );
    return handBack(id, await clipWorker().paint(job), size, 'i420-part');
  },
  async openClip(url, look) {
    await decoder?.close();
    decoder = await openClipDecoder(url);
    await api.startClip(look);
    return decoder.frames;
  },
  async paintNextFrame(id) {
    const picture = await decoder?.next();
    if (!picture) return null;
    const { rgba: pixels, ...rest } = picture;
    const job: Frame = { type: 'clip-frame', colours: 'rgba', pixels, ...rest };
    return {
      ...rest,
      ...(await handBack(id, await clipWorker().paint(Promise.resolve(job)), rest, 'rgba-whole')),
    };
  },
};

Object.assign(window, { vermilionTry: api });
