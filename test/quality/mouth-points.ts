/** What people or programs have said about where the lips are in a folder's photos: photos.json, and masks beside them. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import { qualityError } from './errors.ts';
import type { FrameSize } from './painted-frame.ts';
import type { Loop } from './polygon.ts';

const POINTS_FILE = 'photos.json';

/** Points 49–60 and 61–68 of the 68-point scheme (C. Sagonas et al., "300 Faces in-the-Wild Challenge", 2013). */
const loop = (points: number) => z.array(z.tuple([z.number(), z.number()])).length(points);

const pointsSchema = z.record(
  z.string(),
  z.looseObject({
    faces: z.array(z.looseObject({ outer: loop(12), inner: loop(8).nullish() })).nullish(),
  }),
);

/** One annotated mouth: outline, and opening where it was marked. */
export interface MouthPoints {
  loops: Loop[];
}

export type PointsByPhoto = ReadonlyMap<string, readonly MouthPoints[]>;

/** Reads photos.json in the folder or in the one above; without one there are no points. Throws `points-unreadable`. */
export function readMouthPoints(folder: string): PointsByPhoto {
  const file = [join(folder, POINTS_FILE), join(dirname(folder), POINTS_FILE)].find((path) =>
    existsSync(path),
  );
  if (file === undefined) return new Map();
  const notes = pointsSchema.safeParse(parseJson(file));
  if (!notes.success) {
    const [{ path, message }] = notes.error.issues as [z.core.$ZodIssue];
    throw unreadable(file, `${path.join('.') || 'the file'}: ${message}`, notes.error);
  }
  return new Map(
    Object.entries(notes.data).map(([name, { faces }]) => [
      name,
      (faces ?? []).map(({ outer, inner }) => ({ loops: [outer, ...(inner ? [inner] : [])].map(toLoop) })),
    ]),
  );
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw unreadable(file, (cause as Error).message, cause);
  }
}

const unreadable = (file: string, said: string, cause: unknown) =>
  qualityError(
    'points-unreadable',
    `The mouth points in ${file} cannot be used (${said}): correct the file, --help tells its form.`,
    cause,
  );

/** Their points are pixels' numbers; ours count the first pixel's centre as 0.5. */
const toLoop = (points: readonly (readonly [number, number])[]): Loop =>
  points.flatMap(([x, y]) => [x + 0.5, y + 0.5]);

const MASK = /[._]mask\.png$/i;
export const isMask = (name: string): boolean => MASK.test(name);

/** The mask that belongs to a photo, if there is one: name.mask.png, name_mask.png, also after the photo's extension. */
export function maskOf(photo: string): string | undefined {
  const stems = [basename(photo, extname(photo)), basename(photo)];
  const names = stems.flatMap((stem) => [`${stem}.mask.png`, `${stem}_mask.png`]);
  return names.map((name) => join(dirname(photo), name)).find((path) => existsSync(path));
}

/** Coverage 0–255 of a mask file. Throws `photo-unreadable`, also when it is not of the photo's size. */
export async function readMask(path: string, { widthPx, heightPx }: FrameSize): Promise<Uint8Array> {
  const { data, info } = await sharp(path)
    .removeAlpha()
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: Error) => {
      throw qualityError(
        'photo-unreadable',
        `its mask ${basename(path)} cannot be read: save it as PNG`,
        cause,
      );
    });
  if (info.width !== widthPx || info.height !== heightPx) {
    throw qualityError(
      'photo-unreadable',
      `its mask ${basename(path)} is ${info.width}×${info.height}, not ${widthPx}×${heightPx}: save it in the photo's size`,
    );
  }
  return new Uint8Array(data);
}
