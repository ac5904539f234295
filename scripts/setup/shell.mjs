/**
 * Bundles the programs of the Electron shell, the window's preload among them, into `dist/electron`, so that a package
 * needs no node_modules. Run as a program it does so at once; setup asks for it when a source has changed.
 */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashFiles } from './pages.mjs';
import { ROOT, runNode, say } from './run.mjs';

const SOURCES = ['main', 'models', 'scripts/setup/shell.mjs', 'package.json', 'package-lock.json'];
const RESULT = 'dist/electron';

/** A sandboxed preload can only be one CommonJS file; Electron starts the others as modules. */
const PROGRAMS = /** @type {const} */ ([
  { source: 'main/electron/main.ts', result: 'main.mjs', format: 'esm' },
  { source: 'main/electron/service-process.ts', result: 'service-process.mjs', format: 'esm' },
  // Threads of the service, which it looks for beside itself.
  { source: 'main/stats/worker.ts', result: 'stats-worker.mjs', format: 'esm' },
  { source: 'main/store/check-worker.ts', result: 'store-check.mjs', format: 'esm' },
  { source: 'main/electron/preload.ts', result: 'preload.cjs', format: 'cjs' },
]);

/** SQLite loads a binary by its own place on the disk, so it lies beside the bundles, not in a node_modules: no builder packs those. */
const SQLITE = 'better-sqlite3';
const SQLITE_ENTRY = `./${SQLITE}/lib/index.js`;

/** @type {import('rolldown').Plugin} */
const sqliteBeside = {
  name: 'sqlite-beside',
  resolveId: (id) => (id === SQLITE ? { id: SQLITE_ENTRY, external: true } : null),
};

/** Does nothing when the last bundle was made of the same sources. Throws a SetupError when bundling fails. */
export function buildShell() {
  const stamp = join(ROOT, `${RESULT}.stamp`);
  const hash = hashFiles(ROOT, SOURCES);
  if (existsSync(join(ROOT, RESULT)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say(`bundling the Electron shell in ${RESULT}`);
  // In a process of its own: setup may run on an older Node than the bundler, and before it was installed.
  runNode(['scripts/setup/shell.mjs'], 'The Electron shell could not be bundled: see above.');
  writeFileSync(stamp, hash);
}

/**
 * The folder must lie two levels deep in what is packed, as `dist/electron` does: the service finds
 * `models/shades/catalogue.json` from there, as it does from its sources.
 * @param {string} folder emptied first
 */
export async function bundleShell(folder) {
  const { rolldown } = await import('rolldown');
  rmSync(folder, { recursive: true, force: true });
  for (const { source, result, format } of PROGRAMS) {
    const bundle = await rolldown({
      input: join(ROOT, source),
      platform: 'node',
      external: ['electron'],
      plugins: [sqliteBeside],
      // jsonc-parser's CommonJS build asks for its parts in a way that no bundler can follow.
      resolve: { mainFields: ['module', 'main'] },
      // A file that is missing from the bundle would be found out in the shop.
      onLog(level, log, report) {
        report(log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log);
      },
    });
    await bundle.write({ file: join(folder, result), format, codeSplitting: false });
    await bundle.close();
  }
  copySqlite(join(folder, SQLITE));
}

/** Its binaries for all systems among it: one bundle serves the packages of all. @param {string} folder */
function copySqlite(folder) {
  for (const part of ['package.json', 'LICENSE', 'lib', 'prebuilds']) {
    cpSync(join(ROOT, 'node_modules', SQLITE, part), join(folder, part), { recursive: true });
  }
}

if (import.meta.main) await bundleShell(join(ROOT, RESULT));
