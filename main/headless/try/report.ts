/**
 * The JSON file of `npm run try`: a list with one entry per input, written piece by piece, so that a clip of any length
 * fits. Positions are rounded to hundredths of a pixel, times to hundredths of a millisecond.
 */
import type { PaintedFace } from '../../../renderer/try/api.ts';
import { draftOf, openDraft, place, writing } from './disk.ts';

export type Timings = Record<string, number>;

export interface Size {
  widthPx: number;
  heightPx: number;
}

export interface Outcome {
  exit: number;
  /** Why it was not painted. */
  reason?: string;
}

/** An input's entry. Call `size` first (not for what could not be read), then faces or frames, then `end`. */
export interface Entry {
  size(size: Size): Promise<void>;
  faces(faces: readonly PaintedFace[]): Promise<void>;
  frame(timeMs: number, faces: readonly PaintedFace[], timings: Timings): Promise<void>;
  end(outcome: Outcome, timings: Timings): Promise<void>;
}

export interface Report {
  entry(file: string): Promise<Entry>;
  /** Puts the file in its place. */
  close(): Promise<void>;
}

const NO_ENTRY: Entry = {
  size: async () => {},
  faces: async () => {},
  frame: async () => {},
  end: async () => {},
};

/** `path` undefined: nothing is reported. Throws `output-unwritable`. */
export async function openReport(path: string | undefined): Promise<Report> {
  if (path === undefined) return { entry: async () => NO_ENTRY, close: async () => {} };
  const draft = await draftOf(path);
  const file = await openDraft(draft);
  const write = (text: string) => writing(path, async () => void (await file.write(text)));
  let entries = 0;
  await write('[');
  return {
    async entry(name) {
      await write(`${entries++ > 0 ? ',' : ''}\n{"file":${JSON.stringify(name)}`);
      return buildEntry(write);
    },
    async close() {
      await write('\n]\n');
      await file.close();
      await place(draft, path);
    },
  };
}

function buildEntry(write: (text: string) => Promise<void>): Entry {
  let frames = 0;
  let isSized = false;
  return {
    size({ widthPx, heightPx }) {
      isSized = true;
      return write(`,"widthPx":${widthPx},"heightPx":${heightPx}`);
    },
    faces: (faces) => write(`,"faces":${round(faces)}`),
    frame: (timeMs, faces, timings) =>
      write(`${frames++ === 0 ? ',"frames":[' : ','}\n${round({ timeMs, faces, timings })}`),
    end(outcome, timings) {
      const unread = isSized ? '' : ',"widthPx":null,"heightPx":null,"faces":[]';
      const closing = frames > 0 ? '\n]' : '';
      return write(`${unread}${closing},"timings":${round(timings)},${JSON.stringify(outcome).slice(1)}`);
    },
  };
}

/** JSON with numbers of two decimals at the most. */
export const round = (value: unknown): string =>
  JSON.stringify(value, (_key, part) => (typeof part === 'number' ? Math.round(part * 100) / 100 : part));
