/**
 * Finds the Chromium to use: the one a setting names, else Playwright's own, else the system's. Looks only; installing
 * is scripts/setup's work. Plain JavaScript, because setup runs it before anything is installed.
 */
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** @typedef {{ path: string, source: 'setting' | 'playwright' | 'system' }} Chromium */

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** What to say, and do, when there is none. */
export const CHROMIUM_MISSING =
  'No Chromium was found and none could be installed: install Chromium or Google Chrome, ' +
  'or name its program in VERMILION_CHROMIUM.';

/** A Chromium that is needed is not there: `chromium-not-there` names a wrong setting. */
export class ChromiumError extends Error {
  /** @param {'chromium-not-there' | 'chromium-missing'} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.name = 'ChromiumError';
    this.code = code;
  }
}

/**
 * The named program, if any setting names one: VERMILION_CHROMIUM, else `chromium` in the working folder's
 * `vermilion.json` (whose mistakes are reported by main/config, not here).
 * @returns {string | undefined}
 */
export function configuredChromium() {
  if (process.env.VERMILION_CHROMIUM) return process.env.VERMILION_CHROMIUM;
  try {
    const { chromium } = JSON.parse(readFileSync('vermilion.json', 'utf8'));
    return typeof chromium === 'string' ? chromium : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Resolves to undefined when there is none. Rejects with `chromium-not-there` when the configured one is missing: a
 * wrong setting must not silently lead to another browser.
 * @param {object} [options]
 * @param {string | undefined} [options.configured]
 * @param {() => Promise<string | undefined>} [options.playwright] Playwright's own program
 * @param {string} [options.searchPath] folders, as in PATH
 * @returns {Promise<Chromium | undefined>}
 */
export async function findChromium(options = {}) {
  const {
    configured = configuredChromium(),
    playwright = playwrightChromium,
    searchPath = process.env.PATH ?? '',
  } = options;
  if (configured) {
    if (isProgram(configured)) return { path: configured, source: 'setting' };
    throw new ChromiumError(
      'chromium-not-there',
      `The Chromium that VERMILION_CHROMIUM or the setting "chromium" names (${configured}) is not a program: ` +
        'correct the path, or remove the setting to let Vermilion look for one.',
    );
  }
  const own = await playwright();
  if (own !== undefined && isProgram(own)) return { path: own, source: 'playwright' };
  for (const folder of searchPath.split(delimiter).filter(Boolean)) {
    for (const name of SYSTEM_NAMES) {
      const path = join(folder, name);
      if (isProgram(path)) return { path, source: 'system' };
    }
  }
  return undefined;
}

/**
 * As findChromium, but having none is an error: `chromium-missing`.
 * @param {Parameters<typeof findChromium>[0]} [options]
 * @returns {Promise<Chromium>}
 */
export async function needChromium(options) {
  const found = await findChromium(options);
  if (found === undefined) throw new ChromiumError('chromium-missing', CHROMIUM_MISSING);
  return found;
}

/** Loading Playwright costs half a second, so it is asked only where it may have put a browser. */
async function playwrightChromium() {
  const { PLAYWRIGHT_BROWSERS_PATH, LOCALAPPDATA } = process.env;
  const folders = [
    join(homedir(), '.cache/ms-playwright'),
    join(homedir(), 'Library/Caches/ms-playwright'),
    join(LOCALAPPDATA ?? homedir(), 'ms-playwright'),
  ];
  if (!PLAYWRIGHT_BROWSERS_PATH && !folders.some(holdsChromium)) return undefined;
  const { chromium } = await import('playwright-core');
  return chromium.executablePath();
}

/** @param {string} folder */
function holdsChromium(folder) {
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('chromium-'));
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
