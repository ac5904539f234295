/**
 * A file that may be changed while the mirror runs. It is read anew whenever it changes; a bad one is refused whole and
 * told, and the last good one stays in use, over a restart too: a copy of it is kept in the data folder.
 */
import { type Stats, unwatchFile, watchFile } from 'node:fs';
import { LiveValue } from '../live-value.ts';
import { writeAtomically } from './atomic-file.ts';

export interface LiveFileOptions<T> {
  path: string;
  /** Where the last good copy is kept. */
  lastGood: string;
  /** Throws a CodedError whose sentence says what to correct. What it returns must survive JSON. */
  read(path: string): T;
  /** The copy could not be written. */
  onCopyFailed(cause: unknown): void;
}

export interface LiveFile<T> {
  readonly value: LiveValue<T>;
  /** Why the file as it is now is refused; null when it is in use. */
  readonly problem: LiveValue<string | null>;
  stop(): void;
}

/** Looking at a file's date costs microseconds; network folders and editors that replace files are seen as well. */
const LOOK_EVERY_MS = 500;

/** Throws what `read` throws when the file is bad and there is no last good one. */
export function openLiveFile<T>(options: LiveFileOptions<T>): LiveFile<T> {
  const { path, read } = options;
  const first = readFirst(options);
  const value = new LiveValue(first.value);
  const problem = new LiveValue(first.problem);

  function readAgain(now: Stats, before: Stats): void {
    // Of a file that is not there the system tells once, though nothing changed.
    if (now.mtimeMs === before.mtimeMs && now.size === before.size && now.ino === before.ino) return;
    try {
      const next = read(path);
      keepCopy(options, next);
      value.set(next);
      problem.set(null);
    } catch (cause) {
      const sentence = `${sentenceOf(cause)}\nUntil then the last good one is used.`;
      if (sentence !== problem.value) problem.set(sentence);
    }
  }

  watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, readAgain);
  if (first.problem === null) keepCopy(options, first.value);
  return { value, problem, stop: () => unwatchFile(path, readAgain) };
}

function readFirst<T>({ path, lastGood, read }: LiveFileOptions<T>): { value: T; problem: string | null } {
  try {
    return { value: read(path), problem: null };
  } catch (cause) {
    try {
      return {
        value: read(lastGood),
        problem: `${sentenceOf(cause)}\nUntil then the last good one is used.`,
      };
    } catch {
      throw cause;
    }
  }
}

function keepCopy<T>({ lastGood, onCopyFailed }: LiveFileOptions<T>, value: T): void {
  try {
    writeAtomically(lastGood, JSON.stringify(value, null, 2));
  } catch (cause) {
    onCopyFailed(cause);
  }
}

const sentenceOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
