/**
 * The mirror's window where there is a display: a Chromium of its own, without tabs or address bar, in a profile that
 * lives as long as it does. It is started as a plain process, so that nothing but the page drives it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumFlags } from './chromium-flags.ts';

export interface MirrorWindow {
  /** Resolves when the window is gone, whoever closed it, and its profile deleted where it can be. Never rejects. */
  readonly closed: Promise<void>;
  /** Closes the window; may be called again. */
  close(): Promise<void>;
}

export interface WindowOptions {
  executablePath: string;
  address: string;
  /** Over the whole screen, without a frame; else maximised. */
  kiosk: boolean;
  /** More flags for Chromium. */
  args?: string[];
}

/** Time for a polite end before the browser is killed. */
const CLOSE_PATIENCE_MS = 3_000;

/** Rejects with the system's error when the program cannot be started. */
export async function openWindow({
  executablePath,
  address,
  kiosk,
  args = [],
}: WindowOptions): Promise<MirrorWindow> {
  const profile = await mkdtemp(join(tmpdir(), 'vermilion-window-'));
  const browser = spawn(
    executablePath,
    [
      ...chromiumFlags({ headless: false }),
      `--app=${address}`,
      `--user-data-dir=${profile}`,
      kiosk ? '--kiosk' : '--start-maximized',
      // The page asks for the camera before anybody could grant it.
      '--auto-accept-camera-and-microphone-capture',
      ...args,
    ],
    { stdio: 'ignore' },
  );
  const closed = once(browser, 'exit')
    .catch(() => {})
    .then(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
    // It lies among the temporary files: what cannot be deleted now is deleted with them.
    .catch(() => {});
  await once(browser, 'spawn');
  return { closed, close: () => end(browser, closed) };
}

async function end(browser: ChildProcess, closed: Promise<void>): Promise<void> {
  browser.kill('SIGTERM');
  const killer = setTimeout(() => browser.kill('SIGKILL'), CLOSE_PATIENCE_MS);
  await closed;
  clearTimeout(killer);
}
