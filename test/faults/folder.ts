/** Folders of their own for one run, gone when the run's block is left. */
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type RunFolder = Disposable & { readonly path: string };

/** In memory where the machine has such a folder: for faults in which the cost of a sync is no matter. */
export const memoryFolder = (): RunFolder => runFolder(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

export function runFolder(parent: string = tmpdir()): RunFolder {
  const path = realpathSync(mkdtempSync(join(parent, 'vermilion-fault-')));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * The files of a store in use as a killed process leaves them: the kernel takes back its locks, and what it shared of the
 * WAL's index is built anew.
 */
export function copyAsKilled(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (name) => !/(-shm|\.lock.*)$/.test(name) });
}
