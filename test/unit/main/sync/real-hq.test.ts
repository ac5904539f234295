/** Sync and HQ as they are, over real HTTP: from the one-time code to the last event, and back. */
import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { claimIdOf } from '../../../../hq/claims/claim.ts';
import { takeClaim } from '../../../../hq/claims/take.ts';
import { verifyToken } from '../../../../hq/claims/verify.ts';
import { createCode } from '../../../../hq/enrolment/codes.ts';
import { sendToMirror } from '../../../../hq/inbox/send.ts';
import { importRegistry } from '../../../../hq/registry/import.ts';
import { buildServer } from '../../../../hq/server.ts';
import { DEFAULT_HQ_SETTINGS } from '../../../../hq/settings/hq-settings.ts';
import { loadCatalogue, SAMPLE_CATALOGUE } from '../../../../main/catalog/catalogue.ts';
import { LiveValue } from '../../../../main/live-value.ts';
import { buildMembers } from '../../../../main/members/members.ts';
import type { Store } from '../../../../main/store/store.ts';
import type { Sync } from '../../../../main/sync/sync.ts';
import { buildVisits } from '../../../../main/visits/visits.ts';
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

test("a code that was shown before HQ was ever met is HQ's to check, and a claim of it is thanked for", {
  timeout: 60_000,
}, async () => {
  const { db, address } = await startRealHq();
  const rig = await buildRig();
  const { store } = rig;
  const { visits, members } = openDesk(store);
  const show = (): string => {
    const { visit } = visits.session.value;
    members.desk.show({ id: crypto.randomUUID(), visit, atMs: Date.now(), type: 'code.show' });
    return store.db.prepare<[], string>(NEWEST_TOKEN).pluck().get() ?? '';
  };
  const early = show();
  expect(await verifyToken(db, early)).toBeUndefined();
  const { keys, pool, offers, desk } = members;
  const apply = {
    ...{ ...NO_APPLIERS, claim: desk.claimed, join: desk.joined, 'code-key': keys.take },
    ...{ pool: pool.fill, advisors: offers.keepAdvisors },
  };
  const { ownKey, forgetHq: onNewEnrolment, poolLevels, codeKeyId } = members;
  const code = await createCode(db, 'mirror-9', Date.now());
  rig.start({ hq: { address, code }, apply, ownKey, onNewEnrolment, poolLevels, codeKeyId });
  await rig.drained();
  expect(await verifyToken(db, early)).toEqual({ mirrorId: 'mirror-9' });

  // HQ's own key takes over, and both go on verifying.
  const own = keys.own();
  await expect.poll(() => keys.current(), { timeout: 10_000 }).not.toEqual(own);
  // And is told again where the mirror has lost it.
  const theirs = keys.current();
  store.transact(keys.forget);
  expect(keys.current()).toEqual(own);
  await expect.poll(() => keys.current(), { timeout: 10_000 }).toEqual(theirs);
  visits.close();
  const later = show();
  expect(later).not.toBe(early);
  await rig.drained();
  expect(await verifyToken(db, later)).toEqual({ mirrorId: 'mirror-9' });
  const changed = `${later.slice(0, -1)}${later.endsWith('A') ? 'B' : 'A'}`;
  expect(await verifyToken(db, changed)).toBeUndefined();

  const parts = { db, settings: DEFAULT_HQ_SETTINGS, now: Date.now };
  const claim = { used: { token: later }, carrier: 'line', standing: null, claimedMs: Date.now() } as const;
  await takeClaim(parts, { ...claim, id: claimIdOf('line', later), contact: { channel: 'line', ref: 'U1' } });
  await expect
    .poll(() => desk.view.value, { timeout: 10_000 })
    .toEqual({ kind: 'thanks', contact: 'new', hasJoined: false, advisor: null });
  expect(visits.session.value.phase).toBe('trying');
});

const NEWEST_TOKEN = `SELECT body ->> '$.token' FROM events WHERE type = 'code.shown' ORDER BY seq DESC LIMIT 1`;

function openDesk(store: Store) {
  const note = (cause: unknown): void => expect.fail(String(cause));
  const visits = buildVisits({
    ...{ store, onFailed: note, onDamaged: note },
    policy: () => ({ startOn: 'touch', demo: false }),
    catalogue: new LiveValue(loadCatalogue(SAMPLE_CATALOGUE)),
  });
  const members = buildMembers({
    ...{ store, visits, landing: () => 'https://hq.example', onUnusable: note, onFailed: note },
    settings: () => ({ carriers: [{ kind: 'line', liffId: '1234567890-AbcdEfgh' }] }),
  });
  onTestFinished(() => {
    members.stop();
    visits.stop();
  });
  return { visits, members };
}
