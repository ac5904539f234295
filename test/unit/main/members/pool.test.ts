/** The pool of codes that HQ made: each is shown once, the first to expire first, and none twice whatever HQ tells again. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SHOWN_MS } from '../../../../main/contract/tokens.ts';
import { mintToken } from '../../../../main/members/mint.ts';
import { noteDamage } from '../../../../main/store/set-aside.ts';
import { InboxRefusal } from '../../../../main/sync/inbox.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';
import { RED } from '../visits/visit-stage.ts';
import { codeStage, poolItem } from './code-stage.ts';

const OA = { carriers: [{ kind: 'wechat-oa' }, { kind: 'line', liffId: '1234567890-AbcdEfgh' }] } as const;
const DAY_MS = 24 * 3_600_000;

test('its levels count what can still be shown, of the carriers that the settings name', async () => {
  const stage = codeStage();
  const soon = Date.now() + SHOWN_MS + 60_000;
  await stage.fill(
    'wechat-oa',
    poolItem({ expiresMs: soon }),
    poolItem({ expiresMs: Date.now() + DAY_MS }),
    poolItem(),
  );
  await stage.fill('wechat-code', poolItem());
  expect(stage.members.poolLevels()).toEqual({});
  stage.codes = OA;
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 3 });
  stage.codes = {
    carriers: [{ kind: 'wechat-code' }, { kind: 'wechat-oa', ba: 'ba-a' }, { kind: 'wechat-oa' }],
  };
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 3, 'wechat-code': 1 });
  // One that expired while it is on the screen would be scanned in vain.
  stage.pass(60_000);
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 2, 'wechat-code': 1 });
  stage.pass(DAY_MS);
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 1, 'wechat-code': 1 });
  stage.restart();
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 1, 'wechat-code': 1 });
});

test('what expires first is shown first, and an empty pool leaves it to the next carrier', async () => {
  const stage = codeStage();
  stage.codes = OA;
  const [lasting, late, early] = [
    poolItem(),
    poolItem({ expiresMs: Date.now() + 2 * DAY_MS }),
    poolItem({ expiresMs: Date.now() + DAY_MS }),
  ];
  await stage.fill('wechat-oa', lasting, late, early);
  for (let i = 0; i < 4; i++) {
    // Another shade each time: the same ones would bring the same code back.
    stage.send({ type: 'shade.favourite', sku: RED, isFavourite: i % 2 === 0 });
    stage.tap();
    stage.tap('code.hide');
  }
  expect(stage.tokens().slice(0, 3)).toEqual([early.token, late.token, lasting.token]);
  expect(stage.recorded('code.shown').map(({ body }) => body.carrier)).toEqual([
    ...['wechat-oa', 'wechat-oa', 'wechat-oa', 'line'],
  ]);
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 0 });
  expect(stage.unusable).toEqual(['wechat-oa']);
});

test('a code leaves the pool with the transaction that records it, or stays in it', async () => {
  const stage = codeStage();
  stage.codes = OA;
  const item = poolItem();
  await stage.fill('wechat-oa', item);
  const { db } = stage.store;
  // The last that the transaction writes: what stands on the screen.
  db.exec(
    `CREATE TRIGGER refuse BEFORE INSERT ON state WHEN new.key = 'code' BEGIN SELECT RAISE(ABORT, 'no'); END`,
  );
  expect(() => stage.tap()).toThrow('no');
  expect(stage.tokens()).toEqual([]);
  expect(stage.members.pool.peek('wechat-oa')).toEqual(item);
  expect(stage.view()).toEqual({ kind: 'none' });
  expect(stage.phase()).toBe('idle');
  db.exec('DROP TRIGGER refuse');
  stage.tap();
  expect(stage.tokens()).toEqual([item.token]);
  expect(stage.members.pool.peek('wechat-oa')).toBeUndefined();
});

test('one that was shown does not come back when HQ tells all again, and one that was not stays single', async () => {
  const stage = codeStage();
  stage.codes = OA;
  const [first, second] = [poolItem({ expiresMs: Date.now() + DAY_MS }), poolItem({ image: null })];
  await stage.fill('wechat-oa', first, second);
  stage.tap();
  stage.tap('code.hide');
  await stage.fill('wechat-oa', first, second);
  stage.restart();
  await stage.fill('wechat-oa', second, first);
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 1 });
  expect(stage.members.pool.peek('wechat-oa')).toEqual(second);
});

test('what is left and what was shown outlive a store that is set aside as damaged', async () => {
  const stage = codeStage();
  stage.codes = OA;
  const [shown, left] = [poolItem({ expiresMs: Date.now() + DAY_MS }), poolItem()];
  await stage.fill('wechat-oa', shown, left);
  stage.tap();
  stage.restart({ spoil: ({ db }) => noteDamage(db.name, Date.now()) });
  expect(stage.store.incident?.body.kind).toBe('set-aside');
  expect(stage.members.pool.peek('wechat-oa')).toEqual(left);
  await stage.fill('wechat-oa', shown, left);
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 1 });
});

test('one that was shown stays so where the table was lost with a damaged store and the event was saved', async () => {
  const stage = codeStage();
  stage.codes = OA;
  const [shown, left] = [poolItem({ expiresMs: Date.now() + DAY_MS }), poolItem()];
  await stage.fill('wechat-oa', shown, left);
  stage.tap();
  stage.store.db.exec('DELETE FROM code_pool');
  await stage.fill('wechat-oa', shown, left);
  expect(stage.members.pool.peek('wechat-oa')).toEqual(left);
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 1 });
});

test('after an older copy of the store was put back no code is shown again: the pool is empty, for HQ to fill up', async () => {
  const stage = codeStage();
  stage.codes = OA;
  const [shown, left] = [poolItem({ expiresMs: Date.now() + DAY_MS }), poolItem()];
  await stage.fill('wechat-oa', shown, left);
  const copy = join(tempFolder(), 'copy.db');
  stage.store.db.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(stage.store.db.name, copy);
  stage.tap();
  expect(stage.tokens()).toEqual([shown.token]);
  stage.restart({ copy });
  expect(stage.store.incident?.body.kind).toBe('restored');
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 0 });
  await stage.fill('wechat-oa', left);
  stage.restart();
  expect(stage.members.pool.peek('wechat-oa')).toEqual(left);
});

test('codes of a key that is revoked leave the pool; what was shown stays known', async () => {
  const stage = codeStage();
  stage.codes = OA;
  const other = mintToken({ id: '0d0e0f', secret: 'B'.repeat(43) });
  const [shown, leaked, good] = [poolItem({ expiresMs: Date.now() + DAY_MS }), poolItem(), poolItem()];
  await stage.fill('wechat-oa', shown, leaked, { ...good, token: other });
  stage.tap();
  await stage.told(({ pool }) => pool.revoke(['0a0b0c', '010203']));
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 1 });
  expect(stage.members.pool.peek('wechat-oa')?.token).toBe(other);
  await stage.fill('wechat-oa', shown);
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 1 });
  await stage.fill('wechat-oa');
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 1 });
});

test('of a code that was shown neither address nor picture stays', async () => {
  const stage = codeStage();
  stage.codes = { carriers: [{ kind: 'wechat-code' }] };
  const item = poolItem({ payload: null, image: 'iVBORw0KGgoAAAA=' });
  await stage.fill('wechat-code', item);
  stage.tap();
  expect(stage.view()).toMatchObject({ payload: null, image: `data:image/png;base64,${item.image}` });
  const rows = stage.store.db.prepare('SELECT token, payload, image, is_shown FROM code_pool').all();
  expect(rows).toEqual([{ token: item.token, payload: null, image: null, is_shown: 1 }]);
});

test('what has expired is dropped with the next delivery', async () => {
  const stage = codeStage();
  await stage.fill('wechat-oa', poolItem({ expiresMs: Date.now() + 1000 }));
  stage.pass(2000);
  const kept = poolItem();
  await stage.fill('wechat-oa', kept);
  expect(stage.store.db.prepare('SELECT token FROM code_pool').pluck().all()).toEqual([kept.token]);
});

test.each([
  ['neither payload nor picture', { payload: null }],
  ['a picture that is none', { payload: null, image: 'PHN2ZyBvbmxvYWQ9' }],
  ['a picture that ends its address', { payload: null, image: '/9j/"><script>' }],
])('a code with %s is refused, and its message whole', async (_what, more) => {
  const stage = codeStage();
  stage.codes = OA;
  await expect(stage.fill('wechat-oa', poolItem(), poolItem(more))).rejects.toThrow(InboxRefusal);
  expect(stage.members.poolLevels()).toEqual({ 'wechat-oa': 0 });
});
