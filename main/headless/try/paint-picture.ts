/** One photo: read, painted in the studio, put together again and written, with its mask and its entry in the report. */
import type { Look, PaintedFace } from '../../../renderer/try/api.ts';
import { writeWhole } from './disk.ts';
import { EXIT } from './errors.ts';
import { layRgba, spreadMask } from './painted-part.ts';
import { encodeMask, encodePicture, readPicture, toBytes } from './picture-file.ts';
import type { Entry, Outcome } from './report.ts';
import type { Studio } from './studio.ts';
import { lookInProfile } from './swatch.ts';
import type { Task } from './tasks.ts';

/** Why nothing was painted, from the faces that were found. */
export function unpaintedOutcome(faces: readonly PaintedFace[]): Outcome {
  const reason =
    faces.length === 0
      ? 'no face was found'
      : 'what was found has no lips to paint: too small, half hidden, cut off, or no face at all';
  return { exit: EXIT.noFace, reason };
}

/**
 * Throws `unreadable`, `painting-failed` or `output-unwritable`. Without a face to paint no file is written.
 * @param getStudio opens it at the first call: a file that cannot be read needs none
 */
export async function paintPicture(
  task: Task,
  look: Look,
  entry: Entry,
  getStudio: () => Promise<Studio>,
): Promise<Outcome> {
  const startMs = performance.now();
  const picture = await readPicture(task.input);
  const decodeMs = performance.now() - startMs;
  const { widthPx, heightPx, profile } = picture;
  const ownLook = profile === undefined ? look : await lookInProfile(look, profile);
  const studio = await getStudio();
  const painted = await studio.paintPicture(toBytes(picture), { widthPx, heightPx }, ownLook);
  const outcome = painted.faces.some((face) => face.painted)
    ? { exit: EXIT.painted }
    : unpaintedOutcome(painted.faces);
  const writeMs = performance.now();
  if (outcome.exit === EXIT.painted) {
    layRgba(picture, painted.part, painted.pixels, painted.coverage);
    await writeWhole(task.out, await encodePicture(picture));
    if (task.mask !== undefined) {
      const mask = spreadMask(painted.coverage, painted.part, picture);
      await writeWhole(task.mask, await encodeMask(mask, widthPx, heightPx));
    }
  }
  const endMs = performance.now();
  await entry.size(picture);
  await entry.faces(painted.faces);
  await entry.end(outcome, {
    decodeMs,
    ...painted.timings,
    encodeMs: endMs - writeMs,
    totalMs: endMs - startMs,
  });
  return outcome;
}
