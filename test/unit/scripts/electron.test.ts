/** Where Electron's program is looked for, and that a failed fetch is tried once. */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { fetchElectron, findElectron } from '../../../scripts/setup/electron.mjs';
import { tempFolder } from '../../fakes/temp-folder.ts';

const PACKAGE = 'node_modules/electron';

function program(folder: string, path: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  return file;
}

test('the program is the one that its installer wrote down', () => {
  const root = tempFolder({ [`${PACKAGE}/path.txt`]: 'Electron.app/Contents/MacOS/Electron' });
  const path = program(root, `${PACKAGE}/dist/Electron.app/Contents/MacOS/Electron`);
  expect(findElectron(root, undefined)).toBe(path);
});

test('a package without its program, or with half of it, has none', () => {
  const root = tempFolder({ [`${PACKAGE}/path.txt`]: 'electron', [`${PACKAGE}/dist/electron`]: 'half' });
  expect(findElectron(tempFolder(), undefined)).toBeUndefined();
  expect(findElectron(root, undefined)).toBeUndefined();
});

test('a folder that is named takes the place of the package', () => {
  const other = tempFolder();
  const path = program(other, process.platform === 'win32' ? 'electron.exe' : 'electron');
  expect(findElectron(tempFolder(), other)).toBe(path);
});

test('what could not be fetched is told once and not tried again', () => {
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', undefined);
  const complaint = vi.spyOn(console, 'log').mockImplementation(() => {});
  onTestFinished(() => {
    vi.unstubAllEnvs();
    complaint.mockRestore();
  });
  const root = tempFolder({
    [`${PACKAGE}/install.js`]: `require('fs').appendFileSync(__dirname + '/tries', '1'); process.exit(1);`,
  });
  expect([fetchElectron(root), fetchElectron(root)]).toEqual([undefined, undefined]);
  expect(complaint.mock.calls.flat()).toEqual([
    'Setup: fetching Electron',
    expect.stringContaining('delete .cache/electron-not-fetched'),
  ]);
  expect(existsSync(join(root, PACKAGE, 'tries'))).toBe(true);
});

test('what was fetched is found, and is not fetched again', () => {
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', undefined);
  const said = vi.spyOn(console, 'log').mockImplementation(() => {});
  onTestFinished(() => {
    vi.unstubAllEnvs();
    said.mockRestore();
  });
  const root = tempFolder({
    [`${PACKAGE}/install.js`]: `const fs = require('fs'); fs.mkdirSync(__dirname + '/dist');
      fs.writeFileSync(__dirname + '/dist/electron', '', { mode: 0o755 });
      fs.writeFileSync(__dirname + '/path.txt', 'electron');`,
  });
  const path = join(root, PACKAGE, 'dist/electron');
  expect([fetchElectron(root), fetchElectron(root)]).toEqual([path, path]);
  expect(said).toHaveBeenCalledTimes(1);
});
