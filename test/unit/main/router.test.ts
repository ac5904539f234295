/** What becomes of an intent: the visits decide first whether it still means anything, then the catalogue, then the disk. */
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, onTestFinished, test } from 'vitest';
import { loadCatalogue, SAMPLE_CATALOGUE } from '../../../main/catalog/catalogue.ts';
import type { Health } from '../../../main/contract/health.ts';
import type { Intent } from '../../../main/contract/intents.ts';
import type { PageSettings } from '../../../main/contract/page-settings.ts';
import type { Log } from '../../../main/health/log.ts';
import { buildMetrics } from '../../../main/health/metrics.ts';
import { buildPageWatch } from '../../../main/health/page-watch.ts';
import { LiveValue } from '../../../main/live-value.ts';
import { buildMembers } from '../../../main/members/members.ts';
import { buildRouter } from '../../../main/router.ts';
import { openStore } from '../../../main/store/store.ts';
import { buildVisits } from '../../../main/visits/visits.ts';
import { tempFolder } from '../../fakes/temp-folder.ts';

const SKU = 'VA-M01';
const note = (): void => {};
const log: Log = { info: note, warn: note, error: note, lostLines: 0, stop: async () => {} };

const HEALTH: Pick<Health, 'problems' | 'calibration' | 'store' | 'sync'> = {
  problems: [],
  calibration: null,
  store: { pending: 0, quarantined: 0, oldestPendingMs: null, lost: 0, fullness: 0 },
  sync: {
    state: 'unset',
    store: null,
    mirror: null,
    acceptedAgeMs: null,
    clockOffsetMs: null,
    problem: null,
  },
};

function stage() {
  const store = openStore({ path: join(tempFolder(), 'store.db'), bootId: crypto.randomUUID() });
  onTestFinished(() => store.close());
  const catalogue = new LiveValue(loadCatalogue(SAMPLE_CATALOGUE));
  const policy = () => ({ startOn: 'touch', demo: false }) as const;
  const visits = buildVisits({ store, policy, catalogue, onFailed: note, onDamaged: note });
  const { desk, stop } = buildMembers({
    ...{ store, visits, landing: () => 'https://hq.example', onUnusable: note, onFailed: note },
    settings: () => ({ carriers: [{ kind: 'link' }] }),
  });
  onTestFinished(() => {
    stop();
    visits.stop();
  });
  const page = buildPageWatch(log);
  const metrics = buildMetrics({ version: '1', log, page, health: () => HEALTH });
  const settings = new LiveValue({} as PageSettings);
  const unasked = () => {
    throw new Error('not asked here');
  };
  const parts = {
    boot: '',
    settings,
    catalogue,
    visits,
    desk,
    page,
    metrics,
    log,
    health: unasked,
    funnel: unasked,
  };
  const { send } = createRouterClient(buildRouter(parts));
  const { visit } = visits.session.value;
  const heart = (isFavourite: boolean): Intent => {
    return { id: crypto.randomUUID(), visit, atMs: 0, type: 'shade.favourite', sku: SKU, isFavourite };
  };
  const vanish = () => {
    const { shades, ...rest } = catalogue.value;
    catalogue.set({ ...rest, shades: shades.filter(({ sku }) => sku !== SKU) });
  };
  return { store, visits, desk, metrics, send, heart, vanish };
}

test('an intent that was recorded is known as repeated though its shade has left the catalogue', async () => {
  const { send, heart, vanish } = stage();
  const given = heart(true);
  await send(given);
  vanish();
  expect(await send(given)).toEqual({ id: given.id, outcome: 'repeated' });
  await expect(send(heart(true))).rejects.toMatchObject({ code: 'UNKNOWN_SHADE' });
});

test('an intent of an earlier visit comes late though its shade has left the catalogue', async () => {
  const { send, heart, vanish, visits } = stage();
  const given = heart(true);
  const forget = { id: crypto.randomUUID(), visit: given.visit, atMs: 0, type: 'visit.forget' } as const;
  visits.record({ ...forget, nextVisit: crypto.randomUUID() });
  vanish();
  expect(await send(given)).toMatchObject({ outcome: 'late' });
});

test('a heart can be taken off a shade that has left the catalogue', async () => {
  const { send, heart, vanish, visits } = stage();
  await send(heart(true));
  vanish();
  expect(await send(heart(false))).toMatchObject({ outcome: 'applied' });
  expect(visits.session.value.favourites).toEqual([]);
});

test('an intent that the disk refuses is counted as failed', async () => {
  const { send, heart, metrics, store, visits } = stage();
  store.db.pragma('query_only = ON');
  const given = heart(true);
  await expect(send(given)).rejects.toThrow();
  expect(visits.session.value).toMatchObject({ phase: 'idle', favourites: [] });
  expect(await metrics.text()).toContain('vermilion_intents_total{outcome="failed"} 1');
});

test('what was shown of a shade that leaves the catalogue meanwhile still counts, and of a strange one does not', async () => {
  const { send, heart, vanish, store } = stage();
  const { visit } = heart(true);
  const base = { visit, atMs: 0, intensity: 1 };
  const shown = (sku: string) =>
    ({
      ...{ ...base, id: crypto.randomUUID(), type: 'shade.shown', sku },
      ...{ wearer: 'shopper', shownMs: 4000, frames: 120, spanMs: 4000, allFrames: 120 },
      ...{ light: 'good', isDemo: false },
    }) as const satisfies Intent;
  const wear = (sku: string) =>
    ({ ...base, id: crypto.randomUUID(), type: 'shade.wear', sku, source: 'rail' }) as const;
  await send(wear(SKU));
  vanish();
  expect(await send(shown(SKU))).toMatchObject({ outcome: 'applied' });
  await expect(send(shown('VA-X99'))).rejects.toMatchObject({ code: 'UNKNOWN_SHADE' });
  await send(wear('VA-M07'));
  const bodies = store.db.prepare("SELECT body FROM events WHERE type = 'shade.worn'").pluck().all();
  expect(bodies.map((body) => JSON.parse(String(body)))).toMatchObject([{ sku: SKU, dwellMs: 4000 }]);
});

test('an intent for a code is counted as all are, and hidden ones go', async () => {
  const { send, heart, desk, metrics } = stage();
  const asked = (type: 'code.show' | 'code.hide'): Intent => {
    return { id: crypto.randomUUID(), visit: heart(true).visit, atMs: 0, type };
  };
  const show = asked('code.show');
  expect(await send(show)).toEqual({ id: show.id, outcome: 'applied' });
  expect(desk.view.value.kind).toBe('shown');
  expect(await send(show)).toMatchObject({ outcome: 'repeated' });
  await send(asked('code.hide'));
  expect(desk.view.value.kind).toBe('none');
  const text = await metrics.text();
  expect(text).toContain('vermilion_intents_total{outcome="applied"} 2');
  expect(text).toContain('vermilion_intents_total{outcome="repeated"} 1');
});
