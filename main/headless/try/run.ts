/** The run over all files: one studio for all of them, one bad file stops no other, and a summary at the end. */
import type { Look } from '../../../renderer/try/api.ts';
import { EXIT, isTryError } from './errors.ts';
import { hasFfmpeg } from './ffmpeg.ts';
import { paintClip } from './paint-clip.ts';
import { paintPicture } from './paint-picture.ts';
import { type Progress, startProgress } from './progress.ts';
import { type Entry, type Outcome, openReport } from './report.ts';
import type { Studio } from './studio.ts';
import { framesFolder, type Plan, type Task } from './tasks.ts';

export interface Surroundings {
  openStudio: () => Promise<Studio>;
  /** Problems and progress. */
  stderr: NodeJS.WriteStream;
  /** Results, one line each. */
  print: (line: string) => void;
}

const NO_FFMPEG =
  'There is no ffmpeg (5.1 or newer, with H.264), so clips become folders of frames: install ffmpeg for .mp4 files.';

/** @returns the exit code. Rejects when nothing more can be done: output unwritable, no browser. */
export async function runTasks(plan: Plan, look: Look, around: Surroundings): Promise<number> {
  const { tasks } = plan;
  const hasClips = tasks.some(({ kind }) => kind === 'clip');
  const progress = startProgress(tasks.length, tasks.length > 1 || hasClips, around.stderr);
  let studio: Promise<Studio> | undefined;
  const bench = {
    look,
    progress,
    hasFfmpeg: hasClips && (await hasFfmpeg()),
    getStudio: () => (studio ??= around.openStudio()),
    async dropStudio() {
      const dropped = await studio?.catch(() => undefined);
      studio = undefined;
      await dropped?.close();
    },
  };
  if (hasClips && !bench.hasFfmpeg) progress.say(NO_FFMPEG);
  const exits: number[] = [];
  try {
    const report = await openReport(plan.json);
    for (const [index, task] of tasks.entries()) {
      progress.update(index, task.name);
      const { exit, reason } = await paintOne(task, index, await report.entry(task.name), bench);
      exits.push(exit);
      if (reason !== undefined) progress.say(`${task.name}: ${reason}.`);
    }
    await report.close();
  } finally {
    progress.stop();
    await bench.dropStudio();
  }
  around.print(summary(plan, exits, bench.hasFfmpeg));
  return worst(exits);
}

interface Bench {
  look: Look;
  progress: Progress;
  hasFfmpeg: boolean;
  getStudio(): Promise<Studio>;
  dropStudio(): Promise<void>;
}

async function paintOne(task: Task, index: number, entry: Entry, bench: Bench): Promise<Outcome> {
  const { look, progress, hasFfmpeg, getStudio } = bench;
  const onFrame = (done: number, total: number) => {
    const share = total === 0 ? 0 : Math.min(1, done / total);
    progress.update(index + share, `${task.name}, frame ${done}${total === 0 ? '' : ` of ${total}`}`);
  };
  const note = (sentence: string) => progress.say(`${task.name}: ${sentence}.`);
  try {
    return task.kind === 'clip'
      ? await paintClip(task, look, entry, { hasFfmpeg, getStudio, onFrame, note })
      : await paintPicture(task, look, entry, getStudio);
  } catch (error) {
    const isPage = isTryError(error, 'painting-failed');
    if (!isPage && !isTryError(error, 'unreadable')) throw error;
    if (isPage) await bench.dropStudio();
    const outcome = { exit: EXIT.unreadable, reason: `cannot be read: ${error.message.replace(/\.$/, '')}` };
    await entry.end(outcome, {});
    return outcome;
  }
}

/** Painted if any file was, else the highest code. */
export const worst = (exits: readonly number[]): number =>
  exits.includes(EXIT.painted) ? EXIT.painted : Math.max(...exits);

function summary({ tasks, isFolder, skipped }: Plan, exits: readonly number[], hasFfmpeg: boolean): string {
  const count = (code: number) => exits.filter((exit) => exit === code).length;
  if (isFolder) {
    const other = skipped > 0 ? `, ${skipped} other files left alone` : '';
    const { painted, noFace, unreadable } = EXIT;
    return `${count(painted)} painted, ${count(noFace)} without a face, ${count(unreadable)} unreadable${other}`;
  }
  const [task] = tasks as [Task];
  if (exits[0] !== EXIT.painted) return `${task.name} was not painted`;
  const out = task.kind === 'clip' && !hasFfmpeg ? framesFolder(task.out) : task.out;
  return `${task.name} → ${out}`;
}
