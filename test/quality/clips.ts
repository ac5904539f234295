/** Contact sheets of clips: the same frames at three finishes, side by side. Looked at, not measured. */
import { join } from 'node:path';
import { hasSentence } from '../../main/contract/coded-error.ts';
import type { Studio } from '../../main/headless/try/studio.ts';
import type { Look } from '../../renderer/try/api.ts';
import { type LookName, looks } from './looks.ts';
import { filesIn, mouthWindow } from './photos.ts';
import { plainLoops } from './polygon.ts';
import { type Cutout, cutOut, type Sheets } from './sheets.ts';

const CLIPS = new Set(['.mp4', '.m4v', '.mov', '.webm', '.mkv']);
export const EVERY_NTH_FRAME = 15;
/** Eight seconds of a clip; three finishes of them take about a minute. */
export const MAX_FRAMES = 240;
const FINISHES: readonly LookName[] = ['redSatin', 'plumMatte', 'pinkSheer'];

export interface ClipRow {
  clip: string;
  frames: number;
  paintedFrames: number;
  unreadable?: string;
}

/** Throws `folder-missing` or `folder-empty`. A clip that cannot be decoded is told and passed over. */
export async function showClips(
  folder: string,
  getStudio: () => Promise<Studio>,
  sheets: Sheets,
): Promise<ClipRow[]> {
  const names = filesIn(folder, CLIPS, 'clips');
  const studio = await getStudio();
  const rows: ClipRow[] = [];
  for (const clip of names) {
    try {
      rows.push(await showClip(join(folder, clip), clip, studio, sheets));
    } catch (error) {
      if (!hasSentence(error)) throw error;
      rows.push({ clip, frames: 0, paintedFrames: 0, unreadable: error.message });
    }
  }
  return rows;
}

async function showClip(path: string, clip: string, studio: Studio, sheets: Sheets): Promise<ClipRow> {
  const shown = new Map<number, Cutout[]>();
  const row: ClipRow = { clip, frames: 0, paintedFrames: 0 };
  for (const name of FINISHES) {
    const painted = await paintClip(path, looks[name], studio, (frame, cutout) => {
      shown.set(frame, [...(shown.get(frame) ?? []), cutout]);
    });
    row.frames = painted.frames;
    row.paintedFrames = painted.paintedFrames;
  }
  for (const [frame, pictures] of shown) {
    sheets.add(`clip ${clip}`, { label: `frame ${frame}`, pictures });
  }
  return row;
}

/** Decodes and paints a clip in the page and gives the mouth of every n-th frame. */
async function paintClip(
  path: string,
  look: Look,
  studio: Studio,
  take: (frame: number, cutout: Cutout) => void,
): Promise<{ frames: number; paintedFrames: number }> {
  await studio.openClip(path, look);
  let frames = 0;
  let paintedFrames = 0;
  while (frames < MAX_FRAMES) {
    const shot = await studio.paintNextFrame();
    if (!shot) break;
    const face = shot.faces.find(({ painted }) => painted);
    if (face) paintedFrames++;
    if (face && frames % EVERY_NTH_FRAME === 0) {
      const window = mouthWindow(plainLoops(face.landmarks)[0], shot);
      take(frames, cutOut(shot.pixels, shot.widthPx, 4, window));
    }
    frames++;
  }
  return { frames, paintedFrames };
}
