/**
 * Puts a damaged store out of the way and a fresh one in its place, with all in it that could be saved. A note beside the
 * store says that this is to be done or under way, so that it is finished after a crash at any moment:
 *
 *   note ─► store.db, -wal, -shm renamed ─► store.db.fresh filled and closed ─► renamed to store.db ─► note removed
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeAtomically } from '../config/atomic-file.ts';

/** Damaged stores that are kept for whoever wants to look into them. */
const KEPT = 3;

const COMPANIONS = ['', '-wal', '-shm'];

const noteOf = (path: string): string => `${path}.damaged`;

/** Has the store set aside, now or at the next start. The first note stands. */
export function noteDamage(path: string, timeMs: number): void {
  if (existsSync(noteOf(path))) return;
  writeAtomically(noteOf(path), freeName(path, timeMs));
}

export const isDamageNoted = (path: string): boolean => existsSync(noteOf(path));

/**
 * @param fill makes the fresh store at `fresh` and closes it; told where the damaged one now lies
 * @returns where the damaged one lies
 */
export function setAside(
  path: string,
  timeMs: number,
  fill: (fresh: string, damaged: string) => void,
): string {
  const folder = dirname(path);
  const damaged = join(folder, nameIn(noteOf(path)) ?? freeName(path, timeMs));
  const isDone = existsSync(damaged) && existsSync(path);
  if (!isDone) {
    for (const companion of COMPANIONS) moveIfThere(`${path}${companion}`, `${damaged}${companion}`);
    const fresh = `${path}.fresh`;
    for (const companion of COMPANIONS) rmSync(`${fresh}${companion}`, { force: true });
    fill(fresh, damaged);
    renameSync(fresh, path);
  }
  rmSync(noteOf(path));
  forgetOldest(path);
  return damaged;
}

/** Nothing but a name beside the store: the note may be damaged itself. */
function nameIn(note: string): string | undefined {
  const text = readFileSync(note, 'utf8');
  return /^[\w.-]+\.damaged-\d{8}T\d{6}Z(-\d+)?$/.test(text) ? text : undefined;
}

function freeName(path: string, timeMs: number): string {
  const time = new Date(timeMs).toISOString().replace(/[-:]|\.\d+/g, '');
  const name = `${basename(path)}.damaged-${time}`;
  let free = name;
  for (let count = 2; existsSync(join(dirname(path), free)); count++) free = `${name}-${count}`;
  return free;
}

function moveIfThere(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}

function forgetOldest(path: string): void {
  const folder = dirname(path);
  const isMain = (name: string): boolean =>
    name.startsWith(`${basename(path)}.damaged-`) && !/-(wal|shm)$/.test(name);
  const names = readdirSync(folder).filter(isMain).sort().slice(0, -KEPT);
  for (const name of names) {
    for (const companion of COMPANIONS) rmSync(join(folder, `${name}${companion}`), { force: true });
  }
}
