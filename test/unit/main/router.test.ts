/** What becomes of an intent: the keeper decides first whether it still means anything, then the catalogue, then the disk. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, test } from 'vitest';
import { loadCatalogue, SAMPLE_CATALOGUE } from '../../../main/catalog/catalogue.ts';
import type { Intent } from '../../../main/contract/intents.ts';
import type { PageSettings } from '../../../main/contract/page-settings.ts';
import type { Log } from '../../../main/health/log.ts';
import { buildMetrics } from '../../../main/health/metrics.ts';
import { buildPageWatch } from '../../../main/health/page-watch.ts';
import { LiveValue } from '../../../main/live-value.ts';
import { buildRouter } from '../../../main/router.ts';
import { openSessionKeeper } from '../../../main/visits/session-keeper.ts';
import { tempFolder } from '../../fakes/temp-folder.ts';

const SKU = 'VA-M01';
const note = (): void => {};
const log: Log = { info: note, warn: note, error: note, lostLines: 0, stop: async () => {} };

function stage() {
  const path = join(tempFolder(), 'session.json');
  const keeper = openSessionKeeper({ path, onDamaged: note });
  const catalogue = new LiveValue(loadCatalogue(SAMPLE_CATALOGUE));
  const page = buildPageWatch(log);
  const metrics = buildMetrics({ version: '1', log, page, refusedFiles: () => [], calibration: () => null });
  const settings = new LiveValue({} as PageSettings);
  const health = () => {
    throw new Error('not asked here');
  };
  const router = buildRouter({ boot: '', settings, catalogue, keeper, page, metrics, log, health });
  const { send } = createRouterClient(router);
  const { visit } = keeper.session.value;
  const heart = (isFavourite: boolean): Intent => {
    return { id: crypto.randomUUID(), visit, atMs: 0, type: 'shade.favourite', sku: SKU, isFavourite };
  };
  const vanish = () => {
    const { shades, ...rest } = catalogue.value;
    catalogue.set({ ...rest, shades: shades.filter(({ sku }) => sku !== SKU) });
  };
  return { path, keeper, metrics, send, heart, vanish };
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
  const { send, heart, vanish, keeper } = stage();
  const given = heart(true);
  const forget = { id: crypto.randomUUID(), visit: given.visit, atMs: 0, type: 'visit.forget' } as const;
  keeper.record({ ...forget, nextVisit: crypto.randomUUID() });
  vanish();
  expect(await send(given)).toMatchObject({ outcome: 'late' });
});

test('a heart can be taken off a shade that has left the catalogue', async () => {
  const { send, heart, vanish, keeper } = stage();
  await send(heart(true));
  vanish();
  expect(await send(heart(false))).toMatchObject({ outcome: 'applied' });
  expect(keeper.session.value.favourites).toEqual([]);
});

test('an intent that the disk refuses is counted as failed', async () => {
  const { send, heart, metrics, path } = stage();
  mkdirSync(`${path}.new`);
  writeFileSync(join(`${path}.new`, 'in the way'), '');
  await expect(send(heart(true))).rejects.toThrow();
  expect(await metrics.text()).toContain('vermilion_intents_total{outcome="failed"} 1');
});
