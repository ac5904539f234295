/** What disks, people and file systems do to files that nobody has open: bytes flipped, ends cut, pages zeroed, files gone. */
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import type { Random } from '../random.ts';

/** @param path of the database; the file itself may be one of its companions */
export type Damage = (path: string, random: Random) => void;

export const flipBytes =
  (companion: string): Damage =>
  (path, random) => {
    const file = path + companion;
    if (!existsSync(file)) return;
    const bytes = readFileSync(file);
    for (let left = 1 + random.below(8); left > 0 && bytes.length > 0; left--) {
      const at = random.below(bytes.length);
      // Never the same byte again.
      bytes[at] = (bytes[at] as number) ^ (1 + random.below(255));
    }
    writeFileSync(file, bytes);
  };

export const cutWal: Damage = (path, random) => {
  const length = readFileSync(`${path}-wal`).length;
  truncateSync(`${path}-wal`, random.below(length));
};

export const zeroWal: Damage = (path, random) => {
  const bytes = readFileSync(`${path}-wal`);
  const from = random.below(bytes.length);
  bytes.fill(0, from, from + 1 + random.below(bytes.length - from));
  writeFileSync(`${path}-wal`, bytes);
};

export const loseWal: Damage = (path) => rmSync(`${path}-wal`);
