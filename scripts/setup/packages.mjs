/** Installs the packages when those in node_modules are not the ones of package-lock.json, and checks the Node they bring. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_NODE, ROOT, run, SetupError, say } from './run.mjs';

const NODE_MAJOR = 24;

/** Throws a SetupError when the install fails or does not bring the right Node. */
export function providePackages() {
  if (!packagesFit(ROOT)) {
    say('installing the packages of package-lock.json');
    if (!run('npm', ['ci'])) {
      throw new SetupError('"npm ci" failed: read its lines above; it needs the network the first time.');
    }
  }
  const version = ownNodeVersion();
  if (!version?.startsWith(`v${NODE_MAJOR}.`)) {
    throw new SetupError(
      `Node ${NODE_MAJOR} should be at node_modules/node/bin, but ${version ?? 'nothing that runs'} is there: ` +
        'allow install scripts and run "npm rebuild node".',
    );
  }
}

/**
 * Whether each package of the lockfile below `root` is installed in its version. npm writes what it installed to
 * node_modules/.package-lock.json, last of all, so an install that was cut short does not fit.
 * @param {string} root
 */
export function packagesFit(root) {
  try {
    const wanted = readPackages(join(root, 'package-lock.json'));
    const installed = readPackages(join(root, 'node_modules/.package-lock.json'));
    return Object.entries(wanted).every(
      // Optional packages are there or not by platform; '' is the repository itself.
      ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
    );
  } catch {
    return false;
  }
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function ownNodeVersion() {
  const { status, stdout } = spawnSync(OWN_NODE, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
