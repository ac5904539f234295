/** When a window is shown, and which flags its Chromium gets. */
import { expect, test } from 'vitest';
import { chromiumFlags } from '../../../../main/headless/chromium-flags.ts';
import { openWindow } from '../../../../main/headless/window.ts';
import { hasDisplay } from '../../../../scripts/setup/display.mjs';

test('a window needs a display on Linux, and has one on macOS and Windows', () => {
  expect(hasDisplay('linux', {})).toBe(false);
  expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false);
  expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
  expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  expect(hasDisplay('darwin', {})).toBe(true);
  expect(hasDisplay('win32', {})).toBe(true);
});

test('a fake camera plays a pattern or a clip, and nobody gets one unasked', () => {
  expect(chromiumFlags({ headless: true }).join()).not.toContain('fake');
  expect(chromiumFlags({ headless: true, fakeCamera: 'pattern' }).join()).not.toContain('file');
  const flags = chromiumFlags({ headless: true, fakeCamera: '/clips/her.y4m' });
  expect(flags).toContain('--use-file-for-fake-video-capture=/clips/her.y4m');
});

test('the window has WebGL without a GPU, because the face models need it to compute on the processor', () => {
  for (const headless of [false, true]) {
    expect(chromiumFlags({ headless })).toContain('--enable-unsafe-swiftshader');
  }
});

test('a program that cannot be started is an error, not a window', async () => {
  const opening = openWindow({
    executablePath: '/nowhere/chromium',
    address: 'http://127.0.0.1:1/',
    kiosk: true,
  });
  await expect(opening).rejects.toThrow('ENOENT');
});
