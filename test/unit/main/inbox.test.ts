/** HQ's words: what each kind changes on the mirror, what is refused whole, and what holds over a restart. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadCatalogue, SAMPLE_CATALOGUE } from '../../../main/catalog/catalogue.ts';
import { buildUsedCatalogue } from '../../../main/config/hq-catalogue.ts';
import type { GivenSettings } from '../../../main/config/settings.ts';
import { buildAppliers, keptHqSettings } from '../../../main/inbox.ts';
import { LiveValue } from '../../../main/live-value.ts';
import { openStore } from '../../../main/store/store.ts';
import { InboxRefusal } from '../../../main/sync/inbox.ts';
import { tempFolder } from '../../fakes/temp-folder.ts';

const sample = loadCatalogue(SAMPLE_CATALOGUE);
const [shade] = sample.shades as [(typeof sample.shades)[number]];
const HQS = { brand: { 'zh-CN': '远方', en: 'From afar' }, shades: sample.shades.slice(0, 3) };

function mirror(isNamed = false) {
  const store = openStore({ path: join(tempFolder(), 'store.db') });
  onTestFinished(() => store.close());
  const file = new LiveValue(sample);
  const catalogue = buildUsedCatalogue(file, isNamed, store);
  const settings = new LiveValue<GivenSettings>({});
  const claims: unknown[] = [];
  const visits = { claimed: (claim: unknown) => void claims.push(claim), joined: () => {} };
  const apply = buildAppliers({ store, visits, catalogue, setFromHq: (told) => settings.set(told) });
  /** As sync does it, with its cursor. */
  const tell = async (act: () => void) => {
    store.transact(act);
    await Promise.resolve();
  };
  const restarted = () => buildUsedCatalogue(file, isNamed, store).value.value;
  return { store, file, catalogue, settings, claims, apply, tell, restarted };
}

test("HQ's catalogue is used where the settings name none, over a restart too", async () => {
  const { apply, tell, catalogue, restarted } = mirror();
  await tell(() => apply.catalogue(HQS));
  expect(catalogue.value.value).toEqual(HQS);
  expect(restarted()).toEqual(HQS);
});

test('a catalogue that the settings name stays in use', async () => {
  const { apply, tell, catalogue } = mirror(true);
  await tell(() => apply.catalogue(HQS));
  expect(catalogue.value.value).toEqual(sample);
});

test('prices change the shades that are known, of whichever catalogue is used', async () => {
  const { apply, tell, catalogue, file, restarted } = mirror();
  const price = { amount: 99.5, currency: 'CNY' };
  await tell(() => apply.prices({ [shade.sku]: price, 'X-99': price }));
  const priceOf = () => catalogue.value.value.shades.find(({ sku }) => sku === shade.sku)?.price;
  expect(priceOf()).toEqual(price);
  expect(restarted()).toEqual(catalogue.value.value);
  file.set({ ...sample, brand: { ...sample.brand, en: 'Renamed' } });
  expect(priceOf()).toEqual(price);
  await tell(() => apply.catalogue(HQS));
  expect(priceOf()).toEqual(shade.price);
});

test('a price that no shade may have is refused, and the last good ones stay', async () => {
  const { apply, tell, catalogue } = mirror();
  const price = { amount: 80, currency: 'CNY' };
  await tell(() => apply.prices({ [shade.sku]: price }));
  const bad = { [shade.sku]: { amount: 80.123, currency: 'CNY' } };
  await expect(tell(() => apply.prices(bad))).rejects.toThrow(InboxRefusal);
  expect(catalogue.value.value.shades[0]?.price).toEqual(price);
});

test('settings of HQ are a layer that each message replaces; one with a bad key is refused whole', async () => {
  const { apply, tell, settings, store } = mirror();
  await tell(() => apply.settings({ locale: 'en', companion: true }));
  expect(settings.value).toEqual({ locale: 'en', companion: true });
  await expect(tell(() => apply.settings({ locale: 'zh-CN', port: 80 }))).rejects.toThrow('port');
  expect(keptHqSettings(store)).toEqual({ locale: 'en', companion: true });
  await tell(() => apply.settings({ locale: 'en' }));
  expect(settings.value).toEqual({ locale: 'en' });
  const keys = store.db.prepare("SELECT body ->> '$.keys' FROM events").pluck().all();
  expect(keys).toEqual(['["locale","companion"]', '["companion"]']);
});

test('what is not committed does not come into use', async () => {
  const { apply, tell, settings, catalogue } = mirror();
  const failing = () => {
    apply.settings({ locale: 'en' });
    apply.catalogue(HQS);
    throw new Error('The disk refuses the cursor.');
  };
  await expect(tell(failing)).rejects.toThrow('cursor');
  await Promise.resolve();
  expect(settings.value).toEqual({});
  expect(catalogue.value.value).toEqual(sample);
});

test('stock and benefits are kept, claims go to the visits', async () => {
  const { apply, tell, store, claims } = mirror();
  const claim = { token: 't', contact: 'known', claimedAtMs: 5 } as const;
  const benefits = [{ id: 'b', tier: null, title: { en: 'A sample' } }];
  await tell(() => {
    apply.stock({ [shade.sku]: 4 });
    apply.benefits(benefits);
    apply.claim(claim);
  });
  expect(store.readState('hq-stock')).toEqual({ [shade.sku]: 4 });
  expect(store.readState('hq-benefits')).toEqual(benefits);
  expect(claims).toEqual([claim]);
});
