/**
 * Finds Electron's program, and fetches it when asked to. Never imports the package `electron`: doing so downloads.
 */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_NODE, ROOT, run, say } from './run.mjs';

/** Remembers that it could not be fetched, so that no start tries again on a lonely machine. */
const FAILED_STAMP = '.cache/electron-not-fetched';
const FETCH_TIMEOUT_MS = 2 * 60_000;

/**
 * Where the program is, undefined when there is none. ELECTRON_OVERRIDE_DIST_PATH names a folder that holds another,
 * as it does for the package itself.
 * @param {string} [root]
 * @param {string | undefined} [otherFolder]
 * @returns {string | undefined}
 */
export function findElectron(root = ROOT, otherFolder = process.env.ELECTRON_OVERRIDE_DIST_PATH) {
  const folder = join(root, 'node_modules/electron');
  const program = join(otherFolder || join(folder, 'dist'), programName(folder));
  try {
    accessSync(program, constants.X_OK);
    return program;
  } catch {
    return undefined;
  }
}

/**
 * Fetches it if it is not there, once: a failure is remembered until setup's caches are deleted. Never throws, because
 * the mirror runs without it.
 * @param {string} [root]
 * @returns {string | undefined} as findElectron
 */
export function fetchElectron(root = ROOT) {
  const found = findElectron(root);
  const failed = join(root, FAILED_STAMP);
  if (found !== undefined || existsSync(failed)) return found;
  say('fetching Electron');
  run(OWN_NODE, [join(root, 'node_modules/electron/install.js')], FETCH_TIMEOUT_MS);
  const fetched = findElectron(root);
  if (fetched !== undefined) {
    rmSync(failed, { force: true });
    return fetched;
  }
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(failed, '');
  say(`Electron could not be fetched; delete ${FAILED_STAMP} to let it be tried again.`);
  return undefined;
}

/** The installer writes it down last of all. @param {string} folder */
function programName(folder) {
  try {
    return readFileSync(join(folder, 'path.txt'), 'utf8').trim();
  } catch {
    return process.platform === 'win32' ? 'electron.exe' : 'electron';
  }
}
