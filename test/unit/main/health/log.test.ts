/** The log: what may stand in it, how large it may grow, and that a disk which refuses it costs lines and nothing else. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openLog } from '../../../../main/health/log.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const lines = (folder: string) =>
  readFileSync(join(folder, 'mirror.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('only the fields that are listed for an event reach the disk', async () => {
  const folder = tempFolder();
  const log = openLog(folder);
  const fields = {
    from: 'live',
    to: 'lost',
    label: "Somebody's phone",
    image: new Uint8Array(9),
    connected: 1,
  };
  log.info('camera.changed', fields as never);
  await log.stop();
  const [line] = lines(folder);
  expect(line).toMatchObject({ event: 'camera.changed', from: 'live', to: 'lost', connected: 1 });
  expect(Object.keys(line).sort()).toEqual(['connected', 'event', 'from', 'level', 'time', 'to']);
});

test('long texts are cut', async () => {
  const folder = tempFolder();
  const log = openLog(folder);
  log.error('call.failed', { call: 'send', message: 'x'.repeat(100_000) });
  await log.stop();
  expect(lines(folder)[0].message).toHaveLength(2000);
});

test('the files together stay within their bound', async () => {
  const folder = tempFolder();
  for (let round = 0; round < 9; round++) {
    const log = openLog(folder);
    for (let i = 0; i < 2600; i++) log.info('call.failed', { message: 'x'.repeat(2000) });
    await log.stop();
  }
  const files = readdirSync(folder);
  expect(files).toHaveLength(6);
  const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(bytes).toBeGreaterThan(20e6);
  expect(bytes).toBeLessThan(32e6);
});

test('a folder that cannot be written costs lines, which are counted, until it can', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const parent = tempFolder();
  const folder = join(parent, 'logs');
  writeFileSync(folder, 'in the way');
  const log = openLog(folder);
  log.info('service.started', { version: '1' });
  log.info('service.started', { version: '2' });
  expect(log.lostLines).toBe(2);
  rmSync(folder);
  vi.advanceTimersByTime(10_000);
  log.info('service.started', { version: '3' });
  vi.useRealTimers();
  await log.stop();
  expect(lines(folder)).toMatchObject([{ version: '3' }]);
});

test('each line that a broken file does not take is counted', async () => {
  const folder = tempFolder();
  // In the place of the file lies a folder.
  mkdirSync(join(folder, 'mirror.log'));
  const log = openLog(folder);
  for (let i = 0; i < 5; i++) log.info('service.started', { version: '1' });
  await expect.poll(() => log.lostLines).toBe(5);
  await log.stop();
});
