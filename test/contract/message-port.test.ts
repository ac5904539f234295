/** The contract over a MessagePort, as Electron's window uses it. */
import { RPCLink } from '@orpc/client/message-port';
import { runContractCases } from './cases.ts';

runContractCases(async (service) => {
  const { port1, port2 } = new MessageChannel();
  service.servePort(port1);
  port1.start();
  port2.start();
  return { link: new RPCLink({ port: port2 }), close: () => port2.close() };
});
