/**
 * A file beside the store that only takes up room: given up when the disk is full, so that acknowledgements can still be
 * noted, and made again when there is room for it eight times over.
 */
import { randomFillSync } from 'node:crypto';
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { type DiskSpace, reserveOfDisk } from './bounds.ts';

const NEEDED_TIMES = 8;
const BLOCK_BYTES = 64 * 1024;

export interface Ballast {
  readonly isThere: boolean;
  /** Of its size, what is not there. */
  missingBytes(): number;
  /** 40 ms where it is missing and there is room. */
  keep(): void;
  giveUp(): void;
}

/** @param path of the store */
export function buildBallast(path: string, disk: () => DiskSpace): Ballast {
  const file = `${path}.ballast`;
  let presentBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;

  function giveUp(): void {
    rmSync(file, { force: true });
    presentBytes = 0;
  }

  function make(bytes: number): void {
    // Noise, so that no file system can store it in less.
    const block = randomFillSync(Buffer.alloc(BLOCK_BYTES));
    const opened = openSync(file, 'w', 0o600);
    try {
      while (presentBytes < bytes)
        presentBytes += writeSync(opened, block, 0, Math.min(BLOCK_BYTES, bytes - presentBytes));
    } finally {
      closeSync(opened);
    }
  }

  const missingBytes = (): number => Math.max(0, reserveOfDisk(disk()) - presentBytes);
  return {
    get isThere() {
      return presentBytes > 0;
    },
    missingBytes,
    giveUp,
    keep() {
      const space = disk();
      if (missingBytes() === 0 || space.freeBytes < reserveOfDisk(space) * NEEDED_TIMES) return;
      giveUp();
      try {
        make(reserveOfDisk(space));
      } catch {
        // The disk filled up meanwhile.
        giveUp();
      }
    },
  };
}
