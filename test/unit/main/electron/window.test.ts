/** How the window is nailed down: its options, and what its page is not let do. */
import { EventEmitter } from 'node:events';
import type { BrowserWindow, Input, Session, WebContents, WindowOpenHandlerResponse } from 'electron';
import { expect, test } from 'vitest';
import { hardenContents, refuseDownloads } from '../../../../main/electron/hardening.ts';
import { CHROMIUM_SWITCHES, tendWindow, windowOptions } from '../../../../main/electron/window.ts';
import { cancellable } from '../../../fakes/electron/events.ts';

const preload = '/app/preload.cjs';

class Contents extends EventEmitter {
  opened: ((details: { url: string }) => WindowOpenHandlerResponse) | undefined;
  zoom: unknown[] = [];

  setWindowOpenHandler(handler: (details: { url: string }) => WindowOpenHandlerResponse): void {
    this.opened = handler;
  }

  setZoomLevel(level: number): void {
    this.zoom.push(level);
  }

  async setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void> {
    this.zoom.push([minimum, maximum]);
  }

  /** Whether an event of this name was prevented. */
  prevents(name: string, params: object = {}, ...more: unknown[]): boolean {
    const event = cancellable(params);
    this.emit(name, event, ...more);
    return event.defaultPrevented;
  }
}

function hardened(kiosk = true): Contents {
  const contents = new Contents();
  hardenContents(contents as unknown as WebContents, kiosk);
  return contents;
}

test('the page is isolated, sandboxed, without Node, webviews, spell checking or a way around web security', () => {
  expect(windowOptions({ kiosk: true, preload })).toMatchObject({
    kiosk: true,
    show: false,
    backgroundColor: '#16100e',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    },
  });
});

test('outside of kiosk mode there is a frame and there are developer tools, and all else is as strict', () => {
  const { kiosk, webPreferences } = windowOptions({ kiosk: false, preload });
  expect([kiosk, webPreferences?.devTools]).toEqual([false, true]);
  const { devTools: _, ...strict } = windowOptions({ kiosk: true, preload }).webPreferences ?? {};
  expect(webPreferences).toMatchObject(strict);
});

test('two fingers do not zoom, a swipe from the edge does not go back, no crash is dumped', () => {
  expect(CHROMIUM_SWITCHES).toEqual([
    ['disable-pinch'],
    ['overscroll-history-navigation', '0'],
    ['disable-breakpad'],
    ['enable-unsafe-swiftshader'],
  ]);
});

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
  '%s goes on within the mirror and nowhere else, dropped files included',
  (name) => {
    const contents = hardened();
    expect(contents.prevents(name, { url: 'app://mirror/index.html' })).toBe(false);
    for (const url of [
      'https://example.com/',
      'http://mirror/',
      'app://other/',
      'app://mirror@other/',
      'file:///home/kiosk/dropped.html',
      'javascript:alert(1)',
      'about:blank',
      '',
    ]) {
      expect(contents.prevents(name, { url }), url).toBe(true);
    }
  },
);

test('no window is opened, no webview attached, no download begun', () => {
  const contents = hardened();
  expect(contents.opened?.({ url: 'app://mirror/' })).toEqual({ action: 'deny' });
  expect(contents.prevents('will-attach-webview')).toBe(true);
  const session = new Contents();
  refuseDownloads(session as unknown as Session);
  expect(session.prevents('will-download')).toBe(true);
});

test('zoom is put back at each load and does not follow the wheel', () => {
  const contents = hardened();
  contents.emit('dom-ready');
  contents.emit('dom-ready');
  expect(contents.zoom).toEqual([0, [1, 1], 0, [1, 1]]);
  expect(contents.prevents('zoom-changed', {}, 'in')).toBe(true);
});

test('a swallowed key never reaches the page', () => {
  const close = { key: 'F4', alt: true } as Input;
  expect(hardened(true).prevents('before-input-event', {}, close)).toBe(true);
  expect(hardened(false).prevents('before-input-event', {}, close)).toBe(false);
});

test('nobody closes the window in kiosk mode; outside of it anybody may', () => {
  for (const kiosk of [true, false]) {
    const window = new Contents();
    tendWindow(window as unknown as BrowserWindow, kiosk);
    expect(window.prevents('close')).toBe(kiosk);
  }
});
