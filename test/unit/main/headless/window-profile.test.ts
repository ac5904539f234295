/** The window's profile: a temporary folder, whose deletion may fail without harm. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openWindow } from '../../../../main/headless/window.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

vi.mock('node:fs/promises', async (actual) => ({
  ...(await actual<typeof import('node:fs/promises')>()),
  rm: vi.fn(() => Promise.reject(new Error('EBUSY'))),
}));

test.skipIf(process.platform === 'win32')('a profile that cannot be deleted does not reject', async () => {
  const parent = tempFolder();
  vi.stubEnv('TMPDIR', parent);
  onTestFinished(() => void vi.unstubAllEnvs());
  const executablePath = join('/usr/bin', 'true');
  const window = await openWindow({ executablePath, address: 'http://127.0.0.1:1/', kiosk: false });
  await expect(window.closed).resolves.toBeUndefined();
  expect(rm).toHaveBeenCalledOnce();
});
