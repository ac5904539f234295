/** The contract's two transports: a window's MessagePort and a browser's WebSocket, answered by the same router. */
import { ORPCError, onError } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import type { Log } from './health/log.ts';
import type { buildRouter } from './router.ts';

type Port = Parameters<PortHandler<Record<never, never>>['upgrade']>[0];
type Socket = Parameters<SocketHandler<Record<never, never>>['upgrade']>[0];

export interface Transports {
  /** Answers the contract on this port until it closes. The caller starts and owns the port. */
  servePort(port: Port): void;
  serveSocket(socket: Socket): void;
}

export function buildTransports(router: ReturnType<typeof buildRouter>, log: Log): Transports {
  const note = noteFailure(log);
  const ports = new PortHandler(router, { clientInterceptors: [onError(note)] });
  const sockets = new SocketHandler(router, { clientInterceptors: [onError(note)] });
  return {
    servePort(port) {
      log.info('page.connected', { transport: 'port' });
      ports.upgrade(port);
    },
    serveSocket(socket) {
      log.info('page.connected', { transport: 'socket' });
      void sockets.upgrade(socket);
    },
  };
}

/** Only what the service itself did wrong is noted; a caller's mistakes are answered to the caller. */
function noteFailure(log: Log) {
  return (error: unknown, { path }: { path: readonly string[] }): void => {
    if (error instanceof ORPCError && error.status < 500) return;
    const { message, stack = null } = error as Error;
    log.error('call.failed', { call: path.join('.'), message, stack });
  };
}
