/**
 * Runs in the window before its page, in a world of its own: adds the bridge to the page and passes on the ports that
 * the shell hands over. Nothing else of Electron reaches the page.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE_NAME, SERVICE_PORT, type VermilionBridge } from '../contract/preload-bridge.ts';
import { GIVE_PORT, WANT_PORT } from './addresses.ts';

/** What this file needs of the window; the service's types know no DOM. */
interface Page {
  location: { origin: string };
  postMessage(message: string, targetOrigin: string, transfer: readonly unknown[]): void;
}

const page = globalThis as unknown as Page;

contextBridge.exposeInMainWorld(BRIDGE_NAME, {
  requestServicePort: () => ipcRenderer.send(WANT_PORT),
} satisfies VermilionBridge);

ipcRenderer.on(GIVE_PORT, ({ ports }) => page.postMessage(SERVICE_PORT, page.location.origin, ports));
