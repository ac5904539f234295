/**
 * Makes the clip that Chromium's fake camera plays: motion JPEG, 1280×720, 30 frames a second, from any clip that ffmpeg
 * reads or of the synthetic shopper. It lies in a temporary folder that goes when the process ends.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { lastWords, startFfmpeg } from '../../main/headless/try/ffmpeg.ts';
import { writeClip } from '../../models/shopper/clip.ts';
import { idleMotion } from '../../models/shopper/idle-motion.ts';
import { benchError } from './errors.ts';
import { readMesh } from './face-files.ts';
import { writePairClip } from './pair-clip.ts';

/** The camera plays a clip over and over; in this time the shopper has talked, smiled and blinked. */
const SHOPPER_SECONDS = 12;
const MAX_SECONDS = 60;
const FIT =
  'scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:(ow-iw)/2:(oh-ih)/2,setsar=1,fps=30';
/** A bare row of JPEGs tells no pace; these were made for this camera, or by one like it. */
const BARE_JPEGS = ['.mjpeg', '.mjpg'];

/**
 * @param file absolute path, or nothing for the shopper
 * @param isPair whether the shopper has a companion beside her
 * @returns absolute path of the camera's clip
 * Rejects with `clip-unreadable` when ffmpeg is missing or cannot read the file.
 */
export async function prepareClip(
  file: string | undefined,
  say: (line: string) => void,
  isPair = false,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'vermilion-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'camera.mjpeg');
  say(file === undefined ? 'rendering the shopper for the camera' : 'making the clip for the camera');
  if (file !== undefined) await convert(file, path);
  else if (isPair) await writePairClip(await readMesh(), path, SHOPPER_SECONDS);
  else await renderShopper(path);
  return path;
}

async function renderShopper(file: string): Promise<void> {
  const camera = { widthPx: 1280, heightPx: 720, fps: 30, seconds: SHOPPER_SECONDS };
  await writeClip({ ...camera, mesh: await readMesh(), file, stateAt: idleMotion });
}

async function convert(file: string, path: string): Promise<void> {
  const pace = BARE_JPEGS.includes(extname(file).toLowerCase()) ? ['-f', 'mjpeg', '-framerate', '30'] : [];
  const picture = ['-an', '-vf', FIT, '-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-q:v', '3'];
  const args = [...pace, '-i', file, '-t', String(MAX_SECONDS), ...picture, '-f', 'mjpeg', path];
  try {
    await startFfmpeg(args, ['ignore', 'ignore', 'pipe']).ended;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const sentence =
      code === 'ENOENT'
        ? 'There is no ffmpeg to read the clip with: install ffmpeg, or leave --clip out to measure on the shopper.'
        : `The clip cannot be read (${lastWords(message, file)}): name one that ffmpeg reads.`;
    throw benchError('clip-unreadable', sentence, cause);
  }
}
