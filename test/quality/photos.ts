/** All photos of a folder: judged one after the other, those that cannot be read told and passed over. */
import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { hasSentence } from '../../main/contract/coded-error.ts';
import { layRgba, spreadMask } from '../../main/headless/try/painted-part.ts';
import { type Picture, toBytes } from '../../main/headless/try/picture-file.ts';
import type { Studio } from '../../main/headless/try/studio.ts';
import { qualityError } from './errors.ts';
import { cut, type Window, windowAround } from './masks.ts';
import { isMask, readMouthPoints } from './mouth-points.ts';
import type { FrameSize } from './painted-frame.ts';
import { type JudgedPhoto, judgePhoto, type MouthRow, WORSE_BY } from './photo-figures.ts';
import { plainLoops } from './polygon.ts';
import { mean } from './sequence-figures.ts';
import { cutOut, outlined, type Sheets } from './sheets.ts';

const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.avif', '.tif', '.tiff']);

export interface PhotoRow {
  photo: string;
  faces: number;
  paintedFaces: number;
  mouths: MouthRow[];
  /** Why it was not judged. */
  unreadable?: string;
}

export interface PhotoFigures {
  rows: PhotoRow[];
  /** Marked mouths whose face was painted, and how many were marked in all. */
  judged: number;
  marked: number;
  /** Mean IoU over the judged mouths. */
  meanOurs: number;
  meanPlain: number;
  /** Judged mouths that are worse than the plain polygon by more than 0.02, and by how much the worst is. */
  worse: number;
  worstDifference: number;
}

/** Names of a folder's files with one of these endings, sorted. Throws `folder-missing` or `folder-empty`. */
export function filesIn(folder: string, endings: ReadonlySet<string>, what: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw qualityError(
      'folder-missing',
      `There is no folder ${folder}: give --${what} the folder that holds them.`,
    );
  }
  const names = readdirSync(folder).filter((name) => !name.startsWith('.') && !isMask(name));
  const files = names.filter((name) => endings.has(extname(name).toLowerCase())).sort();
  if (files.length > 0) return files;
  const inner = join(folder, what);
  const hint = statSync(inner, { throwIfNoEntry: false })?.isDirectory() ? ` Did you mean ${inner}?` : '';
  throw qualityError('folder-empty', `There are no ${what} in ${folder} (${[...endings].join(' ')}).${hint}`);
}

/** Throws `folder-missing`, `folder-empty`, `points-unreadable`. */
export async function judgePhotos(
  folder: string,
  getStudio: () => Promise<Studio>,
  sheets: Sheets,
): Promise<PhotoFigures> {
  const names = filesIn(folder, PICTURES, 'photos');
  const points = readMouthPoints(folder);
  const studio = await getStudio();
  const rows: PhotoRow[] = [];
  for (const photo of names) {
    try {
      const judged = await judgePhoto(join(folder, photo), points.get(photo) ?? [], studio);
      const { faces } = judged.painted;
      const paintedFaces = faces.filter(({ painted }) => painted).length;
      rows.push({ photo, faces: faces.length, paintedFaces, mouths: judged.mouths });
      addToSheet(photo, judged, sheets);
    } catch (error) {
      if (!hasSentence(error)) throw error;
      rows.push({ photo, faces: 0, paintedFaces: 0, mouths: [], unreadable: error.message });
    }
  }
  return summarisePhotos(rows);
}

export function summarisePhotos(rows: PhotoRow[]): PhotoFigures {
  const marked = rows.flatMap(({ mouths }) => mouths);
  const judged = marked.filter(({ painted }) => painted);
  return {
    rows,
    judged: judged.length,
    marked: marked.length,
    meanOurs: mean(judged.map(({ ours }) => ours)),
    meanPlain: mean(judged.map(({ plain }) => plain)),
    worse: judged.filter(({ ours, plain }) => plain - ours > WORSE_BY).length,
    worstDifference: Math.min(...judged.map(({ ours, plain }) => ours - plain)),
  };
}

/** A tile for each painted face. */
function addToSheet(photo: string, { picture, painted, markedIn }: JudgedPhoto, sheets: Sheets): void {
  const size = { widthPx: picture.widthPx, heightPx: picture.heightPx };
  const bare = toBytes(picture);
  const coated: Picture = { ...picture, pixels: Uint8Array.from(bare) };
  layRgba(coated, painted.part, painted.pixels, painted.coverage);
  const found = spreadMask(painted.coverage, painted.part, size);
  for (const face of painted.faces.filter((each) => each.painted)) {
    const window = mouthWindow(plainLoops(face.landmarks)[0], size);
    const [before, after] = [bare, toBytes(coated)].map((each) => cutOut(each, size.widthPx, 4, window));
    const outline = outlined(before, cut(found, size.widthPx, window), markedIn(window));
    sheets.add('photos', { label: photo, pictures: [before, after, outline] });
  }
}

/** A mouth and what is around it, from places on its outline. */
export function mouthWindow(outer: readonly number[], size: FrameSize): Window {
  const xs = outer.filter((_, i) => i % 2 === 0);
  return windowAround(outer, size, 0.35 * (Math.max(...xs) - Math.min(...xs)));
}
