/** Which Chromium is taken when there are several, and what is said when there is none. */
import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import {
  CHROMIUM_MISSING,
  configuredChromium,
  findChromium,
  needChromium,
} from '../../../scripts/find-chromium.mjs';
import { tempFolder } from '../../fakes/temp-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A folder with a set program, Playwright's and the system's, all executable. */
function machine() {
  const folder = tempFolder({
    mine: '',
    playwrights: '',
    'usr/bin/chromium': '',
    'opt/bin/google-chrome': '',
  });
  const at = (path: string) => join(folder, path);
  for (const path of ['mine', 'playwrights', 'usr/bin/chromium', 'opt/bin/google-chrome'])
    chmodSync(at(path), 0o755);
  return { at, searchPath: [at('empty'), at('usr/bin'), at('opt/bin')].join(delimiter) };
}

const none = async () => undefined;

test('a setting wins over all, Playwright over the system', async () => {
  const { at, searchPath } = machine();
  const playwright = async () => at('playwrights');
  expect(await findChromium({ configured: at('mine'), playwright, searchPath })).toEqual({
    path: at('mine'),
    source: 'setting',
  });
  expect(await findChromium({ configured: undefined, playwright, searchPath })).toEqual({
    path: at('playwrights'),
    source: 'playwright',
  });
  expect(await findChromium({ configured: undefined, playwright: none, searchPath })).toEqual({
    path: at('usr/bin/chromium'),
    source: 'system',
  });
});

test("Playwright's browser that was never installed is passed over", async () => {
  const { at, searchPath } = machine();
  const found = await findChromium({ playwright: async () => at('not-installed'), searchPath });
  expect(found?.source).toBe('system');
});

test('the first folder of the path decides', async () => {
  const { at } = machine();
  const searchPath = [at('opt/bin'), at('usr/bin')].join(delimiter);
  expect((await findChromium({ playwright: none, searchPath }))?.path).toBe(at('opt/bin/google-chrome'));
});

test('a file that cannot be run is no Chromium', async () => {
  const { at, searchPath } = machine();
  chmodSync(at('usr/bin/chromium'), 0o644);
  expect((await findChromium({ playwright: none, searchPath }))?.path).toBe(at('opt/bin/google-chrome'));
});

test('a setting that names nothing is an error, even where another Chromium is', async () => {
  const { at, searchPath } = machine();
  const finding = findChromium({ configured: at('gone'), playwright: none, searchPath });
  await expect(finding).rejects.toMatchObject({ code: 'chromium-not-there' });
  await expect(findChromium({ configured: at('gone') })).rejects.toThrow(at('gone'));
});

test('VERMILION_CHROMIUM is the setting', async () => {
  const { at, searchPath } = machine();
  vi.stubEnv('VERMILION_CHROMIUM', at('mine'));
  expect(configuredChromium()).toBe(at('mine'));
  expect((await findChromium({ playwright: none, searchPath }))?.source).toBe('setting');
});

test('none at all is undefined, or a sentence where one is needed', async () => {
  const nothing = { playwright: none, searchPath: tempFolder() };
  expect(await findChromium(nothing)).toBeUndefined();
  await expect(needChromium(nothing)).rejects.toMatchObject({
    code: 'chromium-missing',
    message: CHROMIUM_MISSING,
  });
});
