/** Builds the window's pages with Vite when anything they are made of has changed since the last build. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runNode, say } from './run.mjs';

const SHARED_SOURCES = ['renderer', 'models', 'main/contract', 'vite.config.ts', 'package-lock.json'];

/** What each set of pages is made of, where it is built, and Vite's arguments for it. */
const PAGES = {
  mirror: { sources: SHARED_SOURCES, result: 'dist/renderer', args: [] },
  bench: {
    sources: [...SHARED_SOURCES, 'test/bench/pages'],
    result: 'dist/bench',
    args: ['--mode', 'bench'],
  },
  screens: {
    sources: [...SHARED_SOURCES, 'test/screens/pages'],
    result: 'dist/screens',
    args: ['--mode', 'screens'],
  },
};

/**
 * A stamp beside the result keeps the hash of the sources it was built from. Throws a SetupError when Vite fails.
 * @param {keyof typeof PAGES} name
 */
export function buildPages(name) {
  const { sources, result, args } = PAGES[name];
  const stamp = join(ROOT, `${result}.stamp`);
  const hash = hashFiles(ROOT, sources);
  if (existsSync(join(ROOT, result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say(`building the pages in ${result}`);
  runNode(['node_modules/vite/bin/vite.js', 'build', ...args], 'The pages could not be built: see above.');
  writeFileSync(stamp, hash);
}

/**
 * SHA-256 (hex) over the names and contents of all files in the given files and folders below `root`.
 * @param {string} root @param {string[]} sources
 */
export function hashFiles(root, sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesIn(root, source)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** @param {string} root @param {string} source @returns {string[]} sorted, so that the order of the disk is no difference */
function filesIn(root, source) {
  if (!existsSync(join(root, source))) return [];
  if (statSync(join(root, source)).isFile()) return [source];
  const entries = /** @type {string[]} */ (readdirSync(join(root, source), { recursive: true }));
  const files = entries.map((entry) => join(source, entry));
  return files.filter((file) => statSync(join(root, file)).isFile()).sort();
}
