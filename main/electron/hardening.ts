/** Nails a page down: it stays at its own address, opens nothing, embeds nothing, downloads nothing. */
import type { Event, Session, WebContents } from 'electron';
import { isMirror } from './addresses.ts';
import { isSwallowed } from './keys.ts';

/**
 * For every page that Electron makes, whoever asked for it. A file that is dropped on the window is a navigation to it,
 * and Electron has no context menu of its own, so neither needs a line here.
 */
export function hardenContents(contents: WebContents, kiosk: boolean): void {
  const refuseElsewhere = (event: Event<{ url: string }>): void => {
    if (!isMirror(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', refuseElsewhere);
  contents.on('will-frame-navigate', refuseElsewhere);
  contents.on('will-redirect', refuseElsewhere);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('before-input-event', (event, input) => {
    if (isSwallowed(input, kiosk)) event.preventDefault();
  });
  contents.on('zoom-changed', (event) => event.preventDefault());
  // Zoom is remembered by address and lost with the renderer, so it is set at each load.
  contents.on('dom-ready', () => {
    contents.setZoomLevel(0);
    void contents.setVisualZoomLevelLimits(1, 1);
  });
}

export function refuseDownloads(session: Session): void {
  session.on('will-download', (event) => event.preventDefault());
}
