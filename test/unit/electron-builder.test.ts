/** electron-builder.yml: accepted by the builder, every fuse as it must be, and nothing packed but what was built. */
import { readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { FileMatcher } from 'app-builder-lib/out/fileMatcher.js';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import type { Configuration } from 'electron-builder';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const SQLITE_BINARIES = 'node_modules/better-sqlite3/prebuilds';

const read = (): Promise<Configuration> => getConfig(ROOT, 'electron-builder.yml', null);
const validate = (config: object) => validateConfiguration(config, new DebugLogger(false));

test('the builder accepts it', { timeout: 60_000 }, async () => {
  await expect(validate(await read())).resolves.toBeUndefined();
});

test.each([
  ['a key that it does not know', { electronFuse: {} }],
  ['a fuse that it does not know', { electronFuses: { runAsNodes: false } }],
  ['a value of another kind', { asar: 'yes' }],
])('the builder refuses %s', async (_what, wrong) => {
  await expect(validate({ ...(await read()), ...wrong })).rejects.toThrow('Invalid configuration');
});

test.each([
  ['runAsNode', false],
  ['enableNodeOptionsEnvironmentVariable', false],
  ['enableNodeCliInspectArguments', false],
  ['onlyLoadAppFromAsar', true],
  ['enableEmbeddedAsarIntegrityValidation', true],
  ['grantFileProtocolExtraPrivileges', false],
  ['enableCookieEncryption', false],
] as const)('the fuse %s is %s', async (fuse, value) => {
  expect((await read()).electronFuses?.[fuse]).toBe(value);
});

test('only what was built is packed, in an asar, and the bundled shell is started', async () => {
  const { asar, files, extraMetadata, publish } = await read();
  expect({ asar, files, extraMetadata, publish }).toEqual({
    asar: true,
    files: [
      {
        filter: [
          'dist/electron/**/*',
          '!dist/electron/better-sqlite3/prebuilds/*',
          'dist/renderer/**/*',
          'dist/face/**/*',
          'models/shades/catalogue.json',
          'package.json',
          '!node_modules{,/**/*}',
        ],
      },
    ],
    extraMetadata: { main: 'dist/electron/main.mjs' },
    publish: null,
  });
});

test.each([
  ['linux', 'x64', ['linux-x64.node', 'linuxmusl-x64.node']],
  ['linux', 'arm64', ['linux-arm64.node', 'linuxmusl-arm64.node']],
  ['win', 'x64', ['win32-x64.node']],
  ['mac', 'arm64', ['darwin-arm64.node']],
] as const)(
  'on %s %s SQLite is packed with its own binary, outside of the asar',
  async (system, arch, expected) => {
    const config = await read();
    const matcher = new FileMatcher(ROOT, ROOT, (pattern) => pattern.replace(/\$\{arch\}/, arch));
    for (const { filter } of config.files as { filter: string[] }[])
      for (const line of filter) matcher.addPattern(line);
    const own = config[system]?.files;
    for (const line of own as string[]) matcher.addPattern(line);
    const isPacked = matcher.createFilter();
    const binaries = readdirSync(join(ROOT, SQLITE_BINARIES));
    const packed = binaries.filter((name) => {
      const path = join(ROOT, 'dist/electron/better-sqlite3/prebuilds', name);
      return isPacked(path, { isDirectory: () => false } as Stats);
    });
    expect(packed).toEqual(expected);
    expect(config.asarUnpack).toEqual(['dist/electron/better-sqlite3/prebuilds/*.node']);
  },
);
