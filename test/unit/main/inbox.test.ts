/** HQ's words: what each kind changes on the mirror, what is refused whole, and what holds over a restart. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadCatalogue, SAMPLE_CATALOGUE } from '../../../main/catalog/catalogue.ts';
import { buildUsedCatalogue } from '../../../main/config/hq-catalogue.ts';
import type { GivenSettings } from '../../../main/config/settings.ts';
import { partsOf } from '../../../main/contract/tokens.ts';
import { buildAppliers, keptHqSettings } from '../../../main/inbox.ts';
import { LiveValue } from '../../../main/live-value.ts';
import { buildKeyRing } from '../../../main/members/keys.ts';
import { buildOffers } from '../../../main/members/offers.ts';
import { buildPool } from '../../../main/members/pool.ts';
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
  const desk = { claimed: (claim: unknown) => void claims.push(claim), joined: () => {} };
  const members = { desk, keys: buildKeyRing(store), pool: buildPool(store), offers: buildOffers(store) };
  const apply = buildAppliers({ store, members, catalogue, setFromHq: (told) => settings.set(told) });
  /** As sync does it, with its cursor. */
  const tell = async (act: () => void) => {
    store.transact(act);
    await Promise.resolve();
  };
  const restarted = () => buildUsedCatalogue(file, isNamed, store).value.value;
  return { store, file, catalogue, settings, claims, members, apply, tell, restarted };
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

test('stock and benefits are kept, claims go to the desk of codes', async () => {
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

test('settings of HQ say where codes may lead; a carrier beyond its limits is refused, naming its key', async () => {
  const { apply, tell, settings } = mirror();
  await tell(() => apply.settings({ codes: { carriers: [{ kind: 'wechat-oa' }, { kind: 'link' }] } }));
  expect(settings.value.codes).toEqual({ carriers: [{ kind: 'wechat-oa' }, { kind: 'link' }] });
  const bad = { codes: { carriers: [{ kind: 'link' }, { kind: 'line', liffId: '1' }] } };
  await expect(tell(() => apply.settings(bad))).rejects.toThrow(
    'codes.carriers[1].liffId: must be a LIFF id',
  );
  expect(settings.value.codes?.carriers).toHaveLength(2);
});

test("HQ's key, pool and advisors are kept; what cannot be used is refused whole", async () => {
  const { apply, tell, members } = mirror();
  const key = { id: '0a0b0c', secret: 'A'.repeat(43) };
  const item = {
    token: `1${'a'.repeat(28)}`,
    payload: 'https://weixin.example/q/1',
    image: null,
    expiresMs: null,
  };
  const card = { id: 'ba-a', name: 'Advisor A', line: { en: 'Reds are my love' }, photo: null };
  await tell(() => {
    apply['code-key'](key);
    apply.pool({ carrier: 'wechat-oa', items: [item] });
    apply.advisors([card]);
  });
  expect(members.keys.current()).toEqual(key);
  expect(members.pool.peek('wechat-oa')).toEqual(item);
  expect(members.offers.cardOf('ba-a')).toEqual(card);
  const revoked = [partsOf(item.token)?.keyId ?? ''];
  const refused = () => apply['code-key']({ ...key, id: '8a0b0c', revoked });
  await expect(tell(refused)).rejects.toThrow(InboxRefusal);
  expect(members.pool.peek('wechat-oa')).toEqual(item);
  const blank = { ...item, token: `1${'b'.repeat(28)}`, payload: null };
  const told = () => apply.pool({ carrier: 'wechat-code', items: [{ ...blank, payload: 'x' }, blank] });
  await expect(tell(told)).rejects.toThrow(InboxRefusal);
  expect(members.keys.current()).toEqual(key);
  expect(members.pool.peek('wechat-code')).toBeUndefined();
  await tell(() => apply['code-key']({ ...key, id: '0d0e0f', revoked }));
  expect(members.keys.current()).toEqual({ ...key, id: '0d0e0f' });
  expect(members.pool.peek('wechat-oa')).toBeUndefined();
});
