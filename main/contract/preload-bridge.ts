/**
 * The one thing that Electron's preload adds to the page: the port to the service. Each port lives as long as the
 * service process behind it; the page asks for another when it went silent.
 */

export interface VermilionBridge {
  /** Asks for a fresh port; it arrives as the only port of a window message whose data is `SERVICE_PORT`. */
  requestServicePort(): void;
}

/** `data` of the window message that brings the port. */
export const SERVICE_PORT = 'vermilion:service-port';
/** Name of the bridge on `window`; absent in the headless shell, where the page uses a WebSocket. */
export const BRIDGE_NAME = 'vermilion';
