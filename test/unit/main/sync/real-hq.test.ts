/** Sync and HQ as they are, over real HTTP: from the one-time code to the last event, and back. */
import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { createCode } from '../../../../hq/enrolment/codes.ts';
import { sendToMirror } from '../../../../hq/inbox/send.ts';
import { importRegistry } from '../../../../hq/registry/import.ts';
import { buildServer } from '../../../../hq/server.ts';
import type { Sync } from '../../../../main/sync/sync.ts';
import { openTestDatabase } from '../../../fakes/hq-database.ts';
import { code, heart, NO_APPLIERS } from '../../../fakes/sync-parts.ts';
import { buildRig } from './rig.ts';

const REGISTRY = `kind,id,name,brand,dealer,store,timeZone,from
brand,b,Brand,,,,,
dealer,d,Dealer,b,,,,
store,shanghai,Shanghai,,d,,Asia/Shanghai,
mirror,mirror-9,Mirror,,,shanghai,,
`;

async function startRealHq() {
  const { db, close } = await openTestDatabase();
  const app = await buildServer({ db, pollMs: 100 });
  onTestFinished(async () => {
    await app.close();
    await close();
  });
  await importRegistry(db, REGISTRY);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const seqsAtHq = async () =>
    (await db.selectFrom('events').select('seq').orderBy('seq').execute()).map(({ seq }) => Number(seq));
  return { db, address, seqsAtHq };
}

const stockAppliers = (told: unknown[]) => ({
  ...NO_APPLIERS,
  stock: (body: object) => void told.push(body),
});

// An HQ in one process takes seconds to start where the machine is busy.
test('a mirror enrols, delivers each event once over a lost key and a restart, and hears HQ', {
  timeout: 60_000,
}, async () => {
  const { db, address, seqsAtHq } = await startRealHq();
  const rig = await buildRig();
  const told: unknown[] = [];
  const start = async (): Promise<Sync> =>
    rig.start({
      hq: { address, code: await createCode(db, 'mirror-9', Date.now()) },
      apply: stockAppliers(told),
    });
  rig.store.append(Array.from({ length: 700 }, () => heart()));
  const first = await start();
  await rig.drained();
  expect(first.health()).toMatchObject({ store: 'shanghai', mirror: 'mirror-9', problem: null });
  await sendToMirror(db, 'mirror-9', 'stock', { 'ROSE-1': 3 }, Date.now());
  await expect.poll(() => told, { timeout: 10_000 }).toEqual([{ 'ROSE-1': 3 }]);
  await first.stop();

  rmSync(rig.identityPath);
  rig.store.append([code(), heart()]);
  await start();
  await rig.drained();
  expect(await seqsAtHq()).toEqual(Array.from({ length: 702 }, (_, i) => i + 1));
  expect(rig.states().every((state) => state === 'accepted')).toBe(true);
  // Enrolled anew, the inbox is read from its beginning.
  await expect.poll(() => told, { timeout: 10_000 }).toEqual([{ 'ROSE-1': 3 }, { 'ROSE-1': 3 }]);
});
