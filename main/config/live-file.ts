/**
 * A file that may be changed while the mirror runs. It is read anew whenever it changes; a bad one is refused whole and
 * told, and the last good one stays in use, over a restart too: a copy of it is kept in the data folder.
 */
import { statSync } from 'node:fs';
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

/**
 * Looking at a file's dates costs microseconds; network folders and editors that replace files are seen as well. Node's
 * watchFile looks for the first time only after the first reading, and misses a change between the two.
 */
const LOOK_EVERY_MS = 500;

/** Throws what `read` throws when the file is bad and there is no last good one. */
export function openLiveFile<T>(options: LiveFileOptions<T>): LiveFile<T> {
  const { path, read } = options;
  // Always taken before the file is read: what changes meanwhile is seen at the next look.
  let seen = signatureOf(path);
  const first = readFirst(options);
  const value = new LiveValue(first.value);
  const problem = new LiveValue(first.problem);

  function look(): void {
    const now = signatureOf(path);
    if (now === seen) return;
    seen = now;
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

  const looking = setInterval(look, LOOK_EVERY_MS).unref();
  if (first.problem === null) keepCopy(options, first.value);
  return { value, problem, stop: () => clearInterval(looking) };
}

/** Differs after each change: of content, permissions, or the file itself. */
function signatureOf(path: string): string {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(path);
    return [mtimeMs, ctimeMs, size, ino].join();
  } catch (cause) {
    return String((cause as NodeJS.ErrnoException).code);
  }
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
