/** The bundles of a package: complete in themselves, and the service in them really starts, outside of Electron. */
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { SAMPLE_CATALOGUE } from '../../../../main/catalog/catalogue.ts';
import { bundleShell } from '../../../../scripts/setup/shell.mjs';
import { FakeChannel } from '../../../fakes/electron/ports.ts';
import { FakeUtilityProcess } from '../../../fakes/electron/utility-process.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const PROGRAMS = ['main.mjs', 'service-process.mjs', 'stats-worker.mjs', 'store-check.mjs', 'preload.cjs'];

/** Laid out as in a package: the bundles, the sample catalogue, no node_modules. */
async function packed(): Promise<string> {
  const folder = tempFolder();
  mkdirSync(join(folder, 'models/shades'), { recursive: true });
  copyFileSync(SAMPLE_CATALOGUE, join(folder, 'models/shades/catalogue.json'));
  await bundleShell(join(folder, 'dist/electron'));
  return folder;
}

/** Lies beside the bundles, binaries included. */
const SQLITE = './better-sqlite3/lib/index.js';

test('the bundles import nothing but Node, Electron and what lies beside them', async () => {
  const folder = await packed();
  const builtin = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];
  const known = new Set(['electron', SQLITE, ...builtin]);
  expect(existsSync(join(folder, 'dist/electron', SQLITE))).toBe(true);
  for (const program of PROGRAMS) {
    const code = readFileSync(join(folder, 'dist/electron', program), 'utf8');
    const named = code.matchAll(
      /^(?!\s*(?:\*|\/\*\* @))(?:import\b[^'"]*|.*\b(?:require|__require|import)\()["']([^"']+)["']/gm,
    );
    const foreign = [...named].map(([, name]) => name as string).filter((name) => !known.has(name));
    expect(foreign, program).toEqual([]);
  }
});

test('the preload is one CommonJS file, as a sandboxed page needs it', async () => {
  const code = readFileSync(join(await packed(), 'dist/electron/preload.cjs'), 'utf8');
  expect(code).not.toMatch(/^(import|export)\b/m);
  expect(code.match(/require\("([^"]+)"\)/g)).toEqual(['require("electron")']);
});

test('the bundled service starts on the sample catalogue, answers on a port, closes it for the next, and ends when told', async () => {
  const folder = await packed();
  const service = new FakeUtilityProcess(
    join(folder, 'dist/electron/service-process.mjs'),
    ['--data', 'data'],
    {
      cwd: folder,
      env: {},
      stdio: 'pipe',
    },
  );
  onTestFinished(() => void service.kill());
  expect(await once(service, 'message')).toEqual([{ type: 'ready' }]);
  const first = new FakeChannel();
  service.postMessage({ type: 'port' }, [first.port1]);
  first.port2.start();
  first.port2.postMessage(JSON.stringify({ i: '1', p: { u: '/health', b: {} } }));
  const [{ data }] = await once(first.port2, 'message');
  expect(JSON.parse(data).p.b.json).toMatchObject({ problems: [], page: null });
  expect(existsSync(join(folder, 'data/store.db'))).toBe(true);
  const second = new FakeChannel();
  service.postMessage({ type: 'port' }, [second.port1]);
  await once(first.port2, 'close');
  service.postMessage({ type: 'stop' });
  expect(await once(service, 'exit')).toEqual([0]);
});

test('a service that cannot start says why and ends', async () => {
  const folder = await packed();
  const service = new FakeUtilityProcess(join(folder, 'dist/electron/service-process.mjs'), ['--port', 'x'], {
    cwd: folder,
    env: {},
    stdio: 'pipe',
  });
  const told: string[] = [];
  service.stderr?.on('data', (text: Buffer) => told.push(text.toString()));
  expect(await once(service, 'exit')).toEqual([1]);
  await expect.poll(() => told.join('')).toContain('port: ');
});

test('a store that was damaged is found by the bundled thread', async () => {
  const folder = await packed();
  const path = join(folder, 'store.db');
  writeFileSync(path, Buffer.alloc(8192, 1));
  const check = new Worker(join(folder, 'dist/electron/store-check.mjs'), { workerData: path });
  onTestFinished(() => void check.terminate());
  expect(await once(check, 'message')).toEqual(['file is not a database']);
});
