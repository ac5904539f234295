/** A file that is looked at while the mirror runs: no change is missed, and no copy stands in for another file. */
import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { openLiveFile } from '../../../../main/config/live-file.ts';
import { buildLiveFiles } from '../../../../main/config/live-files.ts';
import { openLiveSettings } from '../../../../main/config/live-settings.ts';
import { findSettings, readSettings } from '../../../../main/config/settings.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const LOOK_MS = 500;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  return () => void vi.useRealTimers();
});

function open(path: string, read = (from: string): string => readFileSync(from, 'utf8')) {
  const live = openLiveFile({ path, lastGood: `${path}.good`, read, onCopyFailed: () => {} });
  onTestFinished(() => live.stop());
  return live;
}

test('a change between the first reading and the first look is seen', () => {
  const path = join(tempFolder({ file: 'old' }), 'file');
  let isChanged = false;
  const { value } = open(path, (from) => {
    const text = readFileSync(from, 'utf8');
    if (!isChanged) writeFileSync(path, 'newer');
    isChanged = true;
    return text;
  });
  expect(value.value).toBe('old');
  vi.advanceTimersByTime(LOOK_MS);
  expect(value.value).toBe('newer');
});

test('a change of permissions alone is looked at, and nothing is read where nothing changed', () => {
  const path = join(tempFolder({ file: 'text' }), 'file');
  utimesSync(path, 1, 1);
  const read = vi.fn(() => 'text');
  open(path, read);
  vi.advanceTimersByTime(10 * LOOK_MS);
  expect(read).toHaveBeenCalledTimes(1);
  chmodSync(path, 0o600);
  vi.advanceTimersByTime(LOOK_MS);
  expect(read).toHaveBeenCalledTimes(2);
});

function openFiles(dataFolder: string) {
  const files = buildLiveFiles({ dataFolder, onChange: () => {}, onCopyFailed: () => {} });
  onTestFinished(() => files.stop());
  return files;
}

test('the last good copy of one path does not stand in for another path', () => {
  const folder = tempFolder({ 'a.json': 'brand A' });
  const read = (path: string) => readFileSync(path, 'utf8');
  openFiles(folder).open('catalogue', join(folder, 'a.json'), read);
  expect(() => openFiles(folder).open('catalogue', join(folder, 'b.json'), read)).toThrow('ENOENT');
  rmSync(join(folder, 'a.json'));
  const again = openFiles(folder).open('catalogue', join(folder, 'a.json'), read);
  expect(again.value.value).toContain('brand A');
});

test.each([
  ['{"locale": "en"}', 'en'],
  ['not JSON', 'en'],
  [null, 'zh-CN'],
])(
  'the default settings file that is %j at the second start and then vanishes leaves %s in use',
  (text, locale) => {
    const folder = tempFolder({ 'vermilion.json': '{"locale": "en"}' });
    const path = join(folder, 'vermilion.json');
    const sources = findSettings([], {}, folder);
    openLiveSettings({ sources, files: openFiles(folder), onWaiting: () => {} });
    if (text === null) rmSync(path);
    else writeFileSync(path, text);
    const files = openFiles(folder);
    const { page } = openLiveSettings({ sources, files, onWaiting: () => {} });
    if (existsSync(path)) rmSync(path);
    vi.advanceTimersByTime(LOOK_MS);
    expect(page.value.locale).toBe(locale);
    expect(files.problems()).toHaveLength(text === null ? 0 : 1);
  },
);

test('a default settings file that cannot be looked at is refused, not taken as absent', () => {
  const folder = tempFolder();
  const path = join(folder, 'vermilion.json');
  symlinkSync(path, path);
  expect(() => readSettings([], {}, folder)).toThrow('cannot be read');
});
