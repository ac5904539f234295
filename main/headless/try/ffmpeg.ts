/** ffmpeg as a child process: whether there is one that can do what clips need, and what a clip says of itself. */
import { type ChildProcess, execFile, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { YuvMatrix } from '../../../renderer/try/api.ts';
import { tryError } from './errors.ts';

const run = promisify(execFile);

/** Fails where ffmpeg is missing, older than 5.1 (no -fps_mode) or built without H.264. */
const REHEARSAL =
  '-v error -f lavfi -i nullsrc=s=16x16:d=0.04 -fps_mode passthrough -c:v libx264 -pix_fmt yuv420p -f null -';

/** Whether ffmpeg and ffprobe are here and can read and write clips; about 0.1 s. */
export async function hasFfmpeg(): Promise<boolean> {
  try {
    await Promise.all([run('ffmpeg', REHEARSAL.split(' ')), run('ffprobe', ['-version'])]);
    return true;
  } catch {
    return false;
  }
}

const streamSchema = z.object({
  height: z.int().positive(),
  time_base: z.string().regex(/^\d+\/\d+$/),
  avg_frame_rate: z.string(),
  color_space: z.string().optional(),
  color_transfer: z.string().optional(),
  nb_frames: z.string().optional(),
});
const probeSchema = z.object({
  streams: z.tuple([streamSchema]),
  format: z.object({ duration: z.string().optional() }),
});

export interface ClipFacts {
  /** Seconds per tick. */
  timeBase: { num: number; den: number };
  /** As the scaler names it. */
  sourceMatrix: string;
  /** What the painter gets: the source's own, or BT.709 where that is neither. */
  matrix: YuvMatrix;
  isHdr: boolean;
  /** What the file claims, or an estimate. */
  frames: number;
}

/** ffprobe's name of a matrix → the scaler's. */
const SCALER_MATRIX: Record<string, string> = {
  bt709: 'bt709',
  smpte170m: 'bt601',
  bt470bg: 'bt601',
  fcc: 'fcc',
  smpte240m: 'smpte240m',
  bt2020nc: 'bt2020',
};
/** A clip that names no matrix means BT.709 from this many lines up, else BT.601. */
const HD_LINES = 720;

/** Throws `unreadable` when the file holds no video. */
export async function probeClip(path: string): Promise<ClipFacts> {
  const args = '-v error -select_streams V:0 -of json -show_format -show_streams -i'.split(' ');
  const { stdout } = await run('ffprobe', [...args, path]).catch((cause) => {
    const said =
      String(cause.stderr ?? '')
        .trim()
        .split('\n')
        .at(-1) ?? '';
    throw tryError('unreadable', `it is no clip that can be read (${lastWords(said, path)})`, cause);
  });
  const probe = probeSchema.safeParse(JSON.parse(stdout));
  if (!probe.success) throw tryError('unreadable', 'it holds no video', probe.error);
  const { streams, format } = probe.data;
  const [stream] = streams;
  const [num = 1, den = 1] = stream.time_base.split('/').map(Number);
  const [rate = 0, per = 1] = stream.avg_frame_rate.split('/').map(Number);
  const usual = stream.height >= HD_LINES ? 'bt709' : 'bt601';
  const sourceMatrix = SCALER_MATRIX[stream.color_space ?? ''] ?? usual;
  return {
    timeBase: { num, den },
    sourceMatrix,
    matrix: sourceMatrix === 'bt601' ? 'bt601' : 'bt709',
    isHdr: ['smpte2084', 'arib-std-b67'].includes(stream.color_transfer ?? ''),
    frames: Number(stream.nb_frames) || Math.round((Number(format.duration) * rate) / per) || 0,
  };
}

export interface Ffmpeg {
  child: ChildProcess;
  /** Resolves when it has ended well; rejects with what it said last. */
  ended: Promise<void>;
  kill(): void;
}

/** Starts ffmpeg with its messages kept. It does not outlive this process. */
export function startFfmpeg(args: string[], stdio: StdioOptions): Ffmpeg {
  const child = spawn('ffmpeg', ['-hide_banner', '-nostdin', '-v', 'error', ...args], { stdio });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4000);
  });
  const ended = once(child, 'close').then(([code]) => {
    process.off('exit', kill);
    if (code !== 0) throw new Error(words.trim().split('\n').at(-1) || `ffmpeg ended with ${code}`);
  });
  ended.catch(() => {});
  return { child, ended, kill };
}

/** ffmpeg's own sentence without the path before it. */
export const lastWords = (said: string, path: string): string =>
  said.replace(`${path}: `, '').replace(`${basename(path)}: `, '');
