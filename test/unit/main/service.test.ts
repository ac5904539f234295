/** The service as a whole, without a window: what it brings over from before, records by itself, and refuses. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Service, type ServiceOptions, startService } from '../../../main/service.ts';
import { openStore } from '../../../main/store/store.ts';
import { tempFolder } from '../../fakes/temp-folder.ts';

function start(folder: string, options: Partial<ServiceOptions> = {}) {
  const said: string[] = [];
  const say = (sentence: string) => void said.push(sentence);
  const service = startService({ args: ['--data', 'data'], environment: {}, folder, say, ...options });
  onTestFinished(() => service.stop());
  return { service, said };
}

async function recordedBy(service: Service) {
  await service.stop();
  const store = openStore({ path: join(service.dataFolder, 'store.db') });
  const events = store.db.prepare<[], { type: string; body: string }>('SELECT type, body FROM events').all();
  store.close();
  return events.map(({ type, body }) => ({ type, body: JSON.parse(body) }));
}

test('the session file of an older version is deleted: it held one visit', () => {
  const folder = tempFolder({ 'data/session.json': '{"session": {"sku": "VA-M04"}}' });
  start(folder);
  expect(existsSync(join(folder, 'data/session.json'))).toBe(false);
});

test('a second service on the same data folder is refused with a sentence', () => {
  const folder = tempFolder();
  start(folder);
  expect(() => start(folder)).toThrow(expect.objectContaining({ code: 'store-locked' }));
});

test('a start that failed leaves the data folder to the next', () => {
  const folder = tempFolder();
  expect(() => start(folder, { args: ['--data', 'data', '--catalogue', 'absent.json'] })).toThrow();
  start(folder);
});

test('settings that the file changes are recorded by their keys, never their values', async () => {
  const folder = tempFolder({ 'vermilion.json': '{"locale": "en"}' });
  const { service, said } = start(folder);
  writeFileSync(join(folder, 'vermilion.json'), '{"locale": "en", "visits": {"ba": "ba-7"}}');
  await expect.poll(() => said.length, { timeout: 5000 }).toBeGreaterThan(0);
  expect(await recordedBy(service)).toEqual([
    { type: 'settings.changed', body: { ba: null, by: 'file', keys: ['visits'] } },
  ]);
});

test('day counts are taken from their file; a bad one is told, and does not keep the mirror from starting', async () => {
  const folder = tempFolder({ 'counts.csv': 'day,door,till\n2026-11-02,410,32\n' });
  const args = ['--data', 'data', '--counts', 'counts.csv'];
  const first = start(folder, { args });
  await first.service.stop();
  writeFileSync(join(folder, 'counts.csv'), 'day,door,till\nyesterday,410,32\n');
  const { service, said } = start(folder, { args });
  expect(said.join()).toContain('counts.csv');
  await service.stop();
  const store = openStore({ path: join(folder, 'data/store.db') });
  expect(store.db.prepare('SELECT * FROM day_counts').all()).toEqual([
    { day: '2026-11-02', door: 410, till: 32 },
  ]);
  store.close();
});

test('the HQ that the shell starts is asked for its place where the settings name none', async () => {
  const asked: unknown[] = [];
  const embeddedHq = async (needs: unknown) => void asked.push(needs);
  const folder = tempFolder();
  const options = { embeddedHq: embeddedHq as ServiceOptions['embeddedHq'] };
  await start(folder, options).service.stop();
  await start(folder, { ...options, args: ['--data', 'data', '--hq', 'none'] }).service.stop();
  expect(asked).toEqual([
    {
      dataFolder: join(folder, 'data'),
      identityPath: join(folder, 'data/identity.json'),
      timeZone: expect.any(String),
    },
  ]);
});

test('an installed mirror that is told to use an embedded HQ says that there is none', () => {
  const { said } = start(tempFolder(), { args: ['--data', 'data', '--hq', 'embedded'] });
  expect(said.join()).toContain('hq.address');
});
