/**
 * HQ's database in memory, for tests. Making a PGlite takes 6 s of computing, unpacking a blank one 0.8 s: the blank one is
 * made once and kept in `.cache`.
 */
import { existsSync, mkdirSync, openAsBlob, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type OpenDatabase, openDatabase } from '../../hq/storage/database.ts';
import manifest from '../../package.json' with { type: 'json' };

const CACHE = join(import.meta.dirname, '../../.cache/pglite');
const BLANK = join(CACHE, `blank-${manifest.dependencies['@electric-sql/pglite']}.tar`);

/** The caller closes it. */
export async function openTestDatabase(): Promise<OpenDatabase> {
  if (!existsSync(BLANK)) await makeBlank();
  return openDatabase({ inMemory: true, blank: await openAsBlob(BLANK) });
}

/** Renamed into place, because test files run side by side. */
async function makeBlank(): Promise<void> {
  const pglite = await PGlite.create({ dataDir: 'memory://' });
  const dump = await pglite.dumpDataDir('none');
  await pglite.close();
  mkdirSync(CACHE, { recursive: true });
  const own = `${BLANK}.${process.pid}`;
  writeFileSync(own, Buffer.from(await dump.arrayBuffer()));
  renameSync(own, BLANK);
}
