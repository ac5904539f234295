/**
 * What is known of the given sequence numbers outside of the database, so that they rise even when it is lost. Two small
 * files beside it: `.high-water`, written ahead of need and synced, above which no number was ever given; and `.last-seq`,
 * overwritten after each commit without a sync, which is exact after kill -9 and never too high after a power cut.
 */
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { writeAtomically } from '../config/atomic-file.ts';

/** Numbers that one synced write is good for. */
const STRIDE = 1024;

const DIGITS = 16;

export interface HighWater {
  /** As found at start: this number was certainly given; 0 where nothing is known. */
  readonly given: number;
  /** No higher number was given; 0 where nothing is known. */
  readonly reserved: number;
  /** Before a number is given: two syncs once in a stride, else nothing. */
  reserve(seq: number): void;
  /** After its commit: 5 µs. */
  note(seq: number): void;
  close(): void;
}

/** @param path of the store */
export function openHighWater(path: string): HighWater {
  let reserved = readNumber(`${path}.high-water`);
  const given = Math.min(readNumber(`${path}.last-seq`), reserved);
  let file: number | undefined;
  return {
    given,
    get reserved() {
      return reserved;
    },
    reserve(seq) {
      if (seq <= reserved) return;
      writeAtomically(`${path}.high-water`, digits(seq + STRIDE - 1));
      reserved = seq + STRIDE - 1;
    },
    note(seq) {
      file ??= openSync(`${path}.last-seq`, constants.O_WRONLY | constants.O_CREAT, 0o600);
      writeSync(file, digits(seq), 0);
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

const digits = (seq: number): string => String(seq).padStart(DIGITS, '0');

/** 0 for a file that is missing or damaged. */
function readNumber(path: string): number {
  try {
    const text = readFileSync(path, 'utf8');
    return /^\d{16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : 0;
  } catch {
    return 0;
  }
}
