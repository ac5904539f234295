/**
 * A machine that can lose its power: the writer's disk is an ext4 image inside another ext4 image, each on a loop device.
 *
 *   writer ─► page cache ─► inner disk ═ file `drive` ─► page cache ─► outer disk ═ file `platter`
 *             lost in any cut                            the drive's own cache
 *
 * Two kinds of cut. `cache-kept`: the outer disk is frozen, in the middle of whatever the writer was waiting for, and
 * `drive` is copied: all that the kernel had handed to the drive survives, in the order it was handed over. `cache-lost`:
 * `platter` is copied, with nothing but what the drive had been told to flush. In both the kernel's unwritten pages are lost,
 * and ext4 replays its journal when the copy is mounted. Not modelled: sectors torn in the middle, and drives that lie.
 */
import { closeSync, copyFileSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { copyOfOneMoment, formatImage, type Mounted, mountImage, whileFrozen } from './loop-disk.ts';

/** Sizes in MiB: the smallest ext4 journal is 4. */
const DRIVE = { size: 24, journal: 4 };
const PLATTER = { size: 40, journal: 4 };
/** Neither disk writes by itself during a run: only what somebody waits for reaches the next layer. */
const LAZY = 'noatime,commit=300';

export type Cut = 'cache-kept' | 'cache-lost';

interface Machine extends Disposable {
  /** Where the writer's store is. */
  readonly folder: string;
  /** @param stop ends the writer's life, once nothing of it can reach the copy. */
  cut(kind: Cut, stop: () => void): Remains;
}

/** What is found when the power is back. */
interface Remains {
  mount(): Mounted;
}

/** Both disks empty and mounted. @param folder for its files */
export function buildMachine(folder: string): Machine {
  const platter = join(folder, 'platter');
  formatImage(platter, PLATTER.size, PLATTER.journal);
  using stack = new DisposableStack();
  const outer = stack.use(mountImage(platter, join(folder, 'outer'), LAZY));
  const drive = join(outer.folder, 'drive');
  formatImage(drive, DRIVE.size, DRIVE.journal);
  syncFile(drive);
  const inner = stack.use(mountImage(drive, join(folder, 'inner'), LAZY));
  const mounted = stack.move();
  const copy = join(folder, 'copy');
  return {
    folder: inner.folder,
    cut(kind, stop) {
      if (kind === 'cache-kept') {
        whileFrozen(outer.folder, () => {
          copyFileSync(drive, copy);
          stop();
        });
        return { mount: () => mountImage(copy, join(folder, 'back')) };
      }
      copyOfOneMoment(platter, copy);
      stop();
      return { mount: () => mountNested(copy, folder) };
    },
    [Symbol.dispose]: () => mounted.dispose(),
  };
}

function mountNested(platter: string, folder: string): Mounted {
  using stack = new DisposableStack();
  const outer = stack.use(mountImage(platter, join(folder, 'outer-back')));
  const inner = stack.use(mountImage(join(outer.folder, 'drive'), join(folder, 'back')));
  const mounted = stack.move();
  return { folder: inner.folder, [Symbol.dispose]: () => mounted.dispose() };
}

function syncFile(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}
