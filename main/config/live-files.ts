/** The files that a person may change while the mirror runs: opened here, their refusals told to log, console and health. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FileProblem } from '../contract/health.ts';
import { type LiveFile, openLiveFile } from './live-file.ts';

type FileName = FileProblem['file'];

export interface LiveFilesOptions {
  dataFolder: string;
  /** Called when a file is refused (with what to correct), and again when it is accepted (null). */
  onChange(file: FileName, path: string, problem: string | null): void;
  onCopyFailed(file: FileName, cause: unknown): void;
}

export interface LiveFiles {
  /** Throws what `read` throws when the file is bad and there is no last good copy of it. */
  open<T>(file: FileName, path: string, read: (path: string) => T): LiveFile<T>;
  /** Of the files that are refused now. */
  problems(): FileProblem[];
  stop(): void;
}

export function buildLiveFiles({ dataFolder, onChange, onCopyFailed }: LiveFilesOptions): LiveFiles {
  const opened = new Map<FileName, LiveFile<unknown>>();
  return {
    open(file, path, read) {
      const live = openLiveFile({
        path,
        lastGood: join(dataFolder, 'last-good', copyName(file, path)),
        read,
        onCopyFailed: (cause) => onCopyFailed(file, cause),
      });
      opened.set(file, live as LiveFile<unknown>);
      live.problem.onChange(() => onChange(file, path, live.problem.value));
      if (live.problem.value !== null) onChange(file, path, live.problem.value);
      return live;
    },
    problems: () =>
      [...opened].flatMap(([file, { problem }]) =>
        problem.value === null ? [] : [{ file, sentence: problem.value }],
      ),
    stop() {
      for (const live of opened.values()) live.stop();
    },
  };
}

/** The last good copy of one catalogue must not stand in for another's: the name tells whose copy it is. */
function copyName(file: FileName, path: string): string {
  return `${file}-${createHash('sha256').update(path).digest('hex').slice(0, 12)}.json`;
}
