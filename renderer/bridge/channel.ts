/** One connection to the service, over whichever transport the shell offers. It is used until it ends, then another is opened. */
import type { ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { BRIDGE_NAME, SERVICE_PORT, type VermilionBridge } from '../../main/contract/preload-bridge.ts';

export interface Channel {
  link: ClientLink<Record<never, never>>;
  /** Resolves when the transport ended; a service that hangs is noticed by the heartbeat instead. */
  closed: Promise<void>;
  close(): void;
}

/** A shell answers within milliseconds; whatever takes longer is not there. */
const OPEN_LIMIT_MS = 3000;

/** Rejects when the service cannot be reached now. */
export function openChannel(): Promise<Channel> {
  const bridge = (globalThis as { [BRIDGE_NAME]?: VermilionBridge })[BRIDGE_NAME];
  return bridge === undefined ? openSocket() : openPort(bridge);
}

function openSocket(): Promise<Channel> {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/contract`);
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve());
  });
  const close = () => socket.close();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      close();
      reject(new Error('The service does not answer.'));
    }, OPEN_LIMIT_MS);
    socket.addEventListener('open', () => {
      clearTimeout(timer);
      resolve({ link: new SocketLink({ websocket: socket }), closed, close });
    });
    void closed.then(() => {
      clearTimeout(timer);
      reject(new Error('The service refused the connection.'));
    });
  });
}

function openPort(bridge: VermilionBridge): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener('message', receive);
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error('The shell gave no port to the service.'));
    }, OPEN_LIMIT_MS);
    function receive({ data, source, ports: [port] }: MessageEvent): void {
      if (data !== SERVICE_PORT || source !== window || port === undefined) return;
      end();
      resolve(toChannel(port));
    }
    addEventListener('message', receive);
    bridge.requestServicePort();
  });
}

function toChannel(port: MessagePort): Channel {
  const closed = new Promise<void>((resolve) => {
    port.addEventListener('close', () => resolve());
    // Chromium 156 tells no page that the other end of its port is gone: the shell's next port, unasked, does.
    const replaced = ({ data, source }: MessageEvent): void => {
      if (data !== SERVICE_PORT || source !== window) return;
      removeEventListener('message', replaced);
      resolve();
    };
    addEventListener('message', replaced);
  });
  const link = new PortLink({ port });
  port.start();
  return { link, closed, close: () => port.close() };
}
