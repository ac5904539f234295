/** Mirror and HQ as they really run, both killed in the middle of visits: afterwards HQ has what the mirror has, to the last event. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { queryFunnel } from '../../hq/funnel/query.ts';
import type { FunnelQuery, FunnelReport } from '../../main/contract/funnel.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { readStore } from '../faults/invariants.ts';
import { openHqFolder } from './hq-folder.ts';
import { killMirror, type StartedMirror, startMirror } from './start-process.ts';
import { openWearingPage, type WearingPage } from './wearing-page.ts';

/** Shorter visits count for nothing. */
const VISIT_MS = 4000;
const DAY_MS = 86_400_000;
/** HQ gives way to everything else on a busy machine. */
const PATIENCE_MS = 150_000;

const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** Whatever day it is in the store. */
const query: FunnelQuery = {
  from: dayOf(Date.now() - DAY_MS),
  to: dayOf(Date.now() + DAY_MS),
  mode: 'shopper',
};

async function open(mirror: StartedMirror): Promise<WearingPage> {
  const page = await openWearingPage(mirror);
  onTestFinished(() => page.close());
  return page;
}

/** The process of the mirror's HQ. */
function hqOf({ process: mirror }: StartedMirror): number {
  const isItsHq = (pid: string): boolean => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return command.includes('hq/embedded.ts') && Number(parent) === mirror.pid;
    } catch {
      // It ended meanwhile.
      return false;
    }
  };
  return Number(readdirSync('/proc').find((name) => /^\d+$/.test(name) && isItsHq(name)));
}

const pending = async ({ client }: WearingPage): Promise<number> => (await client.health()).store.pending;

const allDelivered = (page: WearingPage): Promise<void> =>
  expect.poll(() => pending(page), { timeout: PATIENCE_MS, interval: 50 }).toBe(0);

/** What HQ has, read from its database by its own query. */
async function readHq(dataFolder: string): Promise<{ funnel: FunnelReport; ids: string[] }> {
  const hq = await openHqFolder(dataFolder);
  try {
    const rows = await hq.db.selectFrom('events').select('event_id').execute();
    const funnel = await queryFunnel(hq.db, { ...query, scope: { kind: 'all' }, filters: {} });
    return { funnel, ids: rows.map(({ event_id }) => event_id) };
  } finally {
    await hq.stop();
  }
}

test('mirror and HQ killed while shades are worn: HQ ends up with the events and the funnel of the mirror', {
  timeout: 3 * PATIENCE_MS,
}, async () => {
  const folder = tempFolder({ 'vermilion.json': '{"timeZone": "Asia/Shanghai"}' });
  const first = await startMirror(folder, 0, 'embedded');
  const before = await open(first);
  await before.wear(VISIT_MS);
  await before.forget();
  await allDelivered(before);

  process.kill(hqOf(first), 'SIGKILL');
  await before.wear(VISIT_MS);
  await before.forget();
  expect(await pending(before)).toBeGreaterThan(10);
  const interrupted = before.wear(PATIENCE_MS).catch((error: unknown) => error);
  await expect.poll(() => pending(before)).toBeGreaterThan(100);
  await killMirror(first);
  before.close();
  await interrupted;

  const second = await startMirror(folder, Number(new URL(first.origin).port), 'embedded');
  const after = await open(second);
  await after.wear(VISIT_MS);
  await after.forget();
  await allDelivered(after);
  const funnel = await after.client.funnel(query);
  process.kill(hqOf(second), 'SIGKILL');
  await killMirror(second);

  const { events } = readStore(join(folder, 'data/store.db'));
  const hq = await readHq(join(folder, 'data/hq'));
  expect(funnel.total).toMatchObject({ visits: 3, tryons: 3 });
  expect(hq.funnel).toEqual(funnel);
  expect(hq.ids.toSorted()).toEqual(events.map(({ id }) => id).toSorted());
});
