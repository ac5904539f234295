/** The mirror's one window: how it looks, and what its page may not do. */
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';

export interface WindowChoices {
  /** Fills the screen, without a frame or a way out. */
  kiosk: boolean;
  /** Absolute path of the bundled preload. */
  preload: string;
}

/** The page's own background, so that nothing flashes before it. */
const BACKGROUND = '#16100e';

/**
 * Switches of Chromium, set before Electron is ready: no zoom by two fingers, no way back by a swipe from the edge.
 * A crash dump could hold a camera frame: the crash reporter is never started, and Chromium's own is switched off.
 * The face models need a WebGL context even to compute on the processor, and where there is no GPU Chromium makes one
 * only by the last of them. It calls that unsafe for pages of strangers, and none is ever shown.
 */
export const CHROMIUM_SWITCHES: readonly (readonly [name: string, value?: string])[] = [
  ['disable-pinch'],
  ['overscroll-history-navigation', '0'],
  ['disable-breakpad'],
  ['enable-unsafe-swiftshader'],
];

export function windowOptions({ kiosk, preload }: WindowChoices): BrowserWindowConstructorOptions {
  return {
    width: 1080,
    height: 1920,
    show: false,
    kiosk,
    title: 'Vermilion',
    backgroundColor: BACKGROUND,
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
      devTools: !kiosk,
      // Behind a dialog of the system the timers of the page would slow down, and the picture with them.
      backgroundThrottling: false,
    },
  };
}

/** Shows it once its page is painted. In kiosk mode nothing but the end of the app closes it. */
export function tendWindow(window: BrowserWindow, kiosk: boolean): void {
  window.once('ready-to-show', () => window.show());
  window.on('close', (event) => {
    if (kiosk) event.preventDefault();
  });
}
