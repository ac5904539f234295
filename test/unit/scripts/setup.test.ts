/** What makes setup install or build again, and what does not. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packagesFit } from '../../../scripts/setup/packages.mjs';
import { hashFiles } from '../../../scripts/setup/pages.mjs';
import { tempFolder } from '../../fakes/temp-folder.ts';

type Packages = Record<string, { version?: string; optional?: boolean }>;

function checkout(wanted: Packages, installed: Packages | undefined): string {
  const files: Record<string, string> = { 'package-lock.json': JSON.stringify({ packages: wanted }) };
  if (installed) files['node_modules/.package-lock.json'] = JSON.stringify({ packages: installed });
  return tempFolder(files);
}

const root = { '': { version: '0.1.0' } };
const zod = { 'node_modules/zod': { version: '4.6.7' } };
const foreign = { 'node_modules/only-on-windows': { version: '1.0.0', optional: true } };

test('packages that are the ones of the lockfile fit, whatever another platform would need', () => {
  expect(packagesFit(checkout({ ...root, ...zod, ...foreign }, zod))).toBe(true);
});

test('a package that is missing or of another version does not fit', () => {
  expect(packagesFit(checkout({ ...root, ...zod }, {}))).toBe(false);
  expect(packagesFit(checkout({ ...root, ...zod }, { 'node_modules/zod': { version: '4.0.0' } }))).toBe(
    false,
  );
});

test('an install that was cut short does not fit', () => {
  expect(packagesFit(checkout({ ...root, ...zod }, undefined))).toBe(false);
});

test('the pages are built again when a source is changed, added, renamed or deleted, and only then', () => {
  const folder = tempFolder({
    'renderer/a.ts': 'a',
    'renderer/deep/b.ts': 'b',
    'vite.config.ts': 'c',
    other: 'd',
  });
  const sources = ['renderer', 'vite.config.ts', 'not-there'];
  const hashes = new Set([hashFiles(folder, sources)]);
  const expectChange = (changed: boolean) => {
    const before = hashes.size;
    hashes.add(hashFiles(folder, sources));
    expect(hashes.size).toBe(changed ? before + 1 : before);
  };
  writeFileSync(join(folder, 'other'), 'changed');
  expectChange(false);
  writeFileSync(join(folder, 'renderer/deep/b.ts'), 'changed');
  expectChange(true);
  writeFileSync(join(folder, 'renderer/c.ts'), '');
  expectChange(true);
  rmSync(join(folder, 'renderer/c.ts'));
  writeFileSync(join(folder, 'renderer/d.ts'), '');
  expectChange(true);
  rmSync(join(folder, 'renderer/a.ts'));
  expectChange(true);
});
