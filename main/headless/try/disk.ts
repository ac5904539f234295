/**
 * Results appear whole or not at all: everything is written beside its place under a hidden name and moved there when it
 * is complete. What is left over when the process ends is deleted.
 */
import { rmSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { tryError } from './errors.ts';

const drafts = new Set<string>();
process.once('exit', () => {
  for (const draft of drafts) rmSync(draft, { recursive: true, force: true });
});

const SENTENCES: Record<string, string> = {
  ENOSPC: 'the disk is full: free some space, or write elsewhere',
  EDQUOT: 'the disk quota is used up: free some space, or write elsewhere',
  EACCES: 'this user may not write there: choose another place',
  EPERM: 'this user may not write there: choose another place',
  EROFS: 'the disk is read-only: choose another place',
  ENOTDIR: 'a file is where a folder should be: choose another place',
  EEXIST: 'a file is where a folder should be: choose another place',
  EISDIR: 'a folder of that name is in the way: choose another name',
};

/** Runs what writes `path`; the system's refusals become `output-unwritable` with a sentence. */
export async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    const why = SENTENCES[(cause as NodeJS.ErrnoException).code ?? ''];
    if (why === undefined) throw cause;
    throw tryError('output-unwritable', `${path} cannot be written: ${why}.`, cause);
  }
}

/** A hidden neighbour of `path`, deleted at the end unless `place` moves it. Makes the folder it lies in. */
export async function draftOf(path: string): Promise<string> {
  await writing(path, () => mkdir(dirname(path), { recursive: true }));
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  drafts.add(draft);
  return draft;
}

/** Moves a finished draft to its place, over what was there. */
export async function place(draft: string, path: string): Promise<void> {
  await writing(path, () => rename(draft, path));
  drafts.delete(draft);
}

export async function discard(draft: string): Promise<void> {
  await rm(draft, { recursive: true, force: true });
  drafts.delete(draft);
}

export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = await draftOf(path);
  await writing(path, () => writeFile(draft, bytes));
  await place(draft, path);
}

/** Opens a draft for text that comes in pieces. The caller closes the handle. */
export const openDraft = (draft: string): Promise<FileHandle> => writing(draft, () => open(draft, 'w'));

/** A folder of numbered frames, 000001.png and on. */
export interface FrameFolder {
  add(png: Uint8Array): Promise<void>;
  /** Moves the frames to their folder; frames that a longer earlier run left there go. */
  place(): Promise<void>;
  discard(): Promise<void>;
}

const frameName = (number: number): string => `${String(number).padStart(6, '0')}.png`;

export async function openFrameFolder(path: string): Promise<FrameFolder> {
  const draft = await draftOf(path);
  await writing(path, () => mkdir(draft, { recursive: true }));
  let count = 0;
  async function move(): Promise<void> {
    await mkdir(path, { recursive: true });
    for (let n = 1; n <= count; n++) await rename(join(draft, frameName(n)), join(path, frameName(n)));
    for (const name of await readdir(path)) {
      if (/^\d{6}\.png$/.test(name) && name > frameName(count)) await rm(join(path, name));
    }
  }
  return {
    add: (png) => writing(path, () => writeFile(join(draft, frameName(++count)), png)),
    async place() {
      await writing(path, move);
      await discard(draft);
    },
    discard: () => discard(draft),
  };
}
