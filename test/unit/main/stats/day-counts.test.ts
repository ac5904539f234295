/** Door and till counts from a file into the store. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDayCounts, takeDayCounts } from '../../../../main/stats/day-counts.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';
import { openCounting } from './counting-store.ts';

const day = (number: number, door: number) => ({ day: `2026-11-2${number}`, door, till: null });

test('a file replaces the days that it names and no others', () => {
  const { store } = openCounting('UTC');
  takeDayCounts(store, [day(0, 1), day(1, 2)]);
  takeDayCounts(store, [day(1, 3), day(2, 4)]);
  takeDayCounts(store, []);
  expect(store.db.prepare('SELECT * FROM day_counts ORDER BY day').all()).toEqual([
    day(0, 1),
    day(1, 3),
    day(2, 4),
  ]);
});

test('a file that cannot be read or used says which and what to do', () => {
  const folder = tempFolder({
    'bad.csv': 'day,door\n2026-11-22,many\n',
    'good.csv': 'day,door\n2026-11-22,7\n',
  });
  expect(loadDayCounts(join(folder, 'good.csv'))).toEqual([day(2, 7)]);
  expect(() => loadDayCounts(join(folder, 'bad.csv'))).toThrow(
    /bad\.csv: .*refused.*Line 2, column 2 \(door\)/s,
  );
  expect(() => loadDayCounts(join(folder, 'none.csv'))).toThrow(/none\.csv cannot be read.*Correct the path/);
  mkdirSync(join(folder, 'folder.csv'));
  expect(() => loadDayCounts(join(folder, 'folder.csv'))).toThrow(/cannot be read/);
  writeFileSync(join(folder, 'huge.csv'), Buffer.alloc(1024 * 1024 + 1));
  expect(() => loadDayCounts(join(folder, 'huge.csv'))).toThrow(/larger than 1 MiB/);
});
