/** Sees to it that there is a Chromium: one that is there already, else Playwright's installer, else Debian's package. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM_MISSING, ChromiumError, findChromium } from '../find-chromium.mjs';
import { OWN_NODE, ROOT, run, say } from './run.mjs';

/** Remembers that nothing could be installed, so that `npm start` does not try again each time on a lonely machine. */
const FAILED_STAMP = join(ROOT, '.cache/chromium-not-installed');
const INSTALL_TIMEOUT_MS = 10 * 60_000;

/**
 * Throws `chromium-not-there` for a wrong setting and, if `required`, `chromium-missing` when nothing helped. Not
 * required, it only says so: the mirror can still serve a browser that somebody opens.
 * @param {boolean} required
 */
export async function provideChromium(required) {
  if (await findChromium()) return;
  if (required || !existsSync(FAILED_STAMP)) {
    if (await installChromium()) return;
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    writeFileSync(FAILED_STAMP, '');
  }
  if (required) throw new ChromiumError('chromium-missing', CHROMIUM_MISSING);
  say(CHROMIUM_MISSING);
}

async function installChromium() {
  say('no Chromium found; asking Playwright to install its own');
  run(OWN_NODE, ['node_modules/playwright-core/cli.js', 'install', 'chromium'], INSTALL_TIMEOUT_MS);
  if (!(await findChromium()) && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('that failed; installing the package "chromium" with apt-get');
    run('apt-get', ['update'], INSTALL_TIMEOUT_MS);
    run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], INSTALL_TIMEOUT_MS);
  }
  const found = (await findChromium()) !== undefined;
  if (found) rmSync(FAILED_STAMP, { force: true });
  return found;
}
