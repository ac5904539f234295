/** electron-builder.yml: accepted by the builder, every fuse as it must be, and nothing packed but what was built. */
import { join } from 'node:path';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import type { Configuration } from 'electron-builder';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

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
