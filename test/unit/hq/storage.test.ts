import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../../hq/storage/database.ts';
import { lockFile } from '../../../hq/storage/folder-lock.ts';
import { openTestDatabase } from '../../fakes/hq-database.ts';
import { tempFolder } from '../../fakes/temp-folder.ts';

describe('the database in memory', () => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await openTestDatabase();
  });
  afterAll(() => open.close());

  test('keeps transactions and queries that overlap apart', async () => {
    const { db } = open;
    const brand = (brand_id: string) => ({ brand_id, name: brand_id });
    const undone = db.transaction().execute(async (tx) => {
      await tx.insertInto('brands').values(brand('undone')).execute();
      await tx.selectFrom('brands').selectAll().execute();
      throw new Error('undo');
    });
    const kept = ['a', 'b', 'c'].map((id) =>
      db.transaction().execute((tx) => tx.insertInto('brands').values(brand(id)).execute()),
    );
    const beside = db.insertInto('brands').values(brand('beside')).execute();
    await Promise.allSettled([undone, ...kept, beside]);
    const rows = await db.selectFrom('brands').select('brand_id').orderBy('brand_id').execute();
    expect(rows.map(({ brand_id }) => brand_id)).toEqual(['a', 'b', 'beside', 'c']);
  });

  test('counts in numbers', async () => {
    const row = await open.db
      .selectFrom('mirrors')
      .select((column) => [
        column.fn.countAll().as('all'),
        column.fn.coalesce(column.fn.sum('lost'), column.val(0)).as('lost'),
      ])
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ all: 0, lost: 0 });
  });
});

describe('what cannot be opened is told in a sentence', () => {
  test('a folder that another HQ uses', async () => {
    const dataFolder = join(tempFolder(), 'hq');
    mkdirSync(dataFolder);
    const unlock = lockFile(join(dataFolder, 'lock.db'));
    await expect(openDatabase({ dataFolder })).rejects.toMatchObject({ code: 'database-in-use' });
    unlock?.();
    lockFile(join(dataFolder, 'lock.db'))?.();
  });

  test.each([
    ['an address that is none', 'localhost', 'database-url'],
    ['an address of another database', 'mysql://localhost/hq', 'database-url'],
    ['a server that is not there', 'postgresql://127.0.0.1:1/hq', 'database-unreachable'],
  ])('%s', async (_what, url, code) => {
    await expect(openDatabase({ url })).rejects.toMatchObject({
      code,
      message: expect.stringContaining('DATABASE_URL'),
    });
  });
});
