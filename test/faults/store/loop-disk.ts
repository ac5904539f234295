/**
 * Small ext4 disks in files, mounted through loop devices: they can be full, read-only, or cut off from their power without
 * harm to the machine. Needs root. Whoever mounts one unmounts it by leaving its block.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';

export interface Mounted extends Disposable {
  readonly folder: string;
}

const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

let missing: string | null | undefined;

/** Why there can be none on this machine; null where they can be had. */
export function loopDisksMissing(): string | null {
  missing ??= findMissing();
  return missing;
}

function findMissing(): string | null {
  if (process.platform !== 'linux') return 'loop disks are of Linux';
  if (process.getuid?.() !== 0) return 'mounting a disk image takes root';
  if (!existsSync('/dev/loop-control')) return 'there are no loop devices';
  try {
    for (const program of ['mkfs.ext4', 'e2fsck', 'mount', 'umount', 'findmnt', 'fsfreeze'])
      run('which', program);
    run('losetup', '--find');
    return null;
  } catch {
    return 'e2fsprogs, mount and a free loop device are needed';
  }
}

/** Every block of the file is written, so that writing to the disk in it later changes no metadata of its own disk. */
export function formatImage(path: string, mebibytes: number, journalMebibytes = 1): void {
  const file = openSync(path, 'w');
  const zeros = Buffer.alloc(1024 * 1024);
  for (let written = 0; written < mebibytes; written++) writeSync(file, zeros);
  closeSync(file);
  run('mkfs.ext4', '-q', '-F', '-E', 'nodiscard', '-m', '0', '-J', `size=${journalMebibytes}`, path);
}

/** @param options of mount(8) */
export function mountImage(image: string, folder: string, options = 'rw'): Mounted {
  mkdirSync(folder, { recursive: true });
  run('mount', '-o', `loop,${options}`, image, folder);
  return { folder, [Symbol.dispose]: () => void run('umount', folder) };
}

/** Nothing is written to the disk of `folder` meanwhile: whoever tries waits. */
export function whileFrozen(folder: string, act: () => void): void {
  run('fsfreeze', '--freeze', folder);
  try {
    act();
  } finally {
    run('fsfreeze', '--unfreeze', folder);
  }
}

const COPIES = 20;

/**
 * Copies a file that others may write to, as of one moment: until a copy still equals its original afterwards. Throws when
 * it never does.
 */
export function copyOfOneMoment(from: string, to: string): void {
  for (let tried = 0; tried < COPIES; tried++) {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
    try {
      run('cmp', '--silent', from, to);
      return;
    } catch {
      // Written to meanwhile.
    }
  }
  throw new Error(`${from} was written to during each of ${COPIES} copies.`);
}

/** A disk of this size, empty and mounted in `folder`/disk until its block is left. */
export function mountFresh(folder: string, mebibytes: number): Mounted {
  const image = join(folder, 'image');
  formatImage(image, mebibytes);
  return mountImage(image, join(folder, 'disk'), 'noatime,errors=remount-ro');
}

/** The kernel believes to have met an error on the disk: from now on it is read-only, until it is repaired and mounted anew. */
export function breakDisk(folder: string): void {
  const device = run('findmnt', '-no', 'SOURCE', folder).trim();
  writeFileSync(`/sys/fs/ext4/${basename(device)}/trigger_fs_error`, '1');
}

/** What a machine does with such a disk when it starts. */
export function repairImage(image: string): void {
  // 1: errors were corrected.
  const { status, stderr } = spawnSync('e2fsck', ['-p', image], { encoding: 'utf8' });
  if (status === null || status > 1) throw new Error(`e2fsck ended with ${status}: ${stderr}`);
}
