/** A second service on the same store: it is refused, the first goes on, and a killed one leaves nothing that keeps a third out. */
import { join } from 'node:path';
import { runFolder } from '../folder.ts';
import type { FaultRow, RunResult } from '../row.ts';
import { buildScriptedHq } from '../scripted-hq.ts';
import { recover } from './kill-rows.ts';
import { REFUSED } from './writer-options.ts';
import { startWriter } from './writer-process.ts';

async function openTwice(seed: number): Promise<RunResult> {
  using folder = runFolder();
  const path = join(folder.path, 'store.db');
  const hq = buildScriptedHq();
  const first = startWriter({ path, seed, sends: true }, hq);
  await first.heard(5);
  const second = startWriter({ path, seed: seed + 1, sends: false, appends: 3 }, hq);
  const code = await second.ended;
  await first.heard(first.said.length + 5);
  first.signal('SIGKILL');
  const isAlive = (await first.ended) === null;
  const { violations, recoveryMs } = await recover(path, seed, first.said, hq);
  if (code !== REFUSED) violations.push(`a second service on the store ended with ${code}`);
  if (second.said.length > 0) violations.push('a second service recorded something');
  if (!isAlive) violations.push('the first service ended because of a second one');
  return { violations, recoveryMs };
}

export const openerRows: FaultRow[] = [
  { name: 'second service on the store', quick: 1, full: 20, run: openTwice },
];
