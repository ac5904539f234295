/**
 * Joins window and service by a fresh message channel: whenever the window asks for one, and whenever a restarted
 * service is there for a window that had one. The service closes the port before when it is handed the next.
 */
import type { IpcMain, IpcMainEvent, MessageChannelMain, WebContents } from 'electron';
import { GIVE_PORT, isMirror, WANT_PORT } from './addresses.ts';
import type { ServiceSupervisor } from './service-supervisor.ts';

export interface ServicePortsOptions {
  ipcMain: Pick<IpcMain, 'on'>;
  MessageChannelMain: new () => MessageChannelMain;
  service: Pick<ServiceSupervisor, 'servePort'>;
  /** The mirror's page; undefined while there is no window. */
  page: () => WebContents | undefined;
  log: (line: string) => void;
}

export interface ServicePorts {
  /** To be called when the service is ready. */
  renew(): void;
}

/** Whether the message was sent by the mirror itself: our window's outermost frame, at its own address. */
export function isFromMirror(
  { sender, senderFrame }: Pick<IpcMainEvent, 'sender' | 'senderFrame'>,
  page: WebContents | undefined,
): boolean {
  return (
    page !== undefined &&
    sender === page &&
    senderFrame !== null &&
    senderFrame.parent === null &&
    isMirror(senderFrame.url)
  );
}

export function serveWindow(options: ServicePortsOptions): ServicePorts {
  const { ipcMain, MessageChannelMain, service, page, log } = options;
  let wasAsked = false;

  function join(): void {
    const contents = page();
    if (contents === undefined || contents.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    if (service.servePort(port1)) contents.postMessage(GIVE_PORT, null, [port2]);
    else port1.close();
  }

  ipcMain.on(WANT_PORT, (event) => {
    if (!isFromMirror(event, page())) {
      log(`A port to the service was refused to ${event.senderFrame?.url ?? 'a frame that is gone'}.`);
      return;
    }
    wasAsked = true;
    join();
  });

  return {
    renew() {
      if (wasAsked) join();
    },
  };
}
