/**
 * The entry inside the utility process: starts the service, tells the shell that it is ready, and serves the port that
 * the shell hands over. Ends with the shell's word.
 */
import type { MessagePortMain, ParentPort } from 'electron';
import { hasSentence } from '../contract/coded-error.ts';
import { startMetricsServer } from '../health/metrics-server.ts';
import { type Service, startService } from '../service.ts';
import type { FromService, ToService } from './addresses.ts';

/** Electron gives it to every utility process. */
const { parentPort } = process as unknown as { parentPort: ParentPort };

function start(): void {
  const service = startService({
    args: process.argv.slice(2),
    environment: process.env,
    folder: process.cwd(),
    say: (sentence) => console.log(sentence),
    restart: () => process.exit(1),
  });
  serveMetrics(service);
  let port: MessagePortMain | undefined;
  parentPort.on('message', async ({ data, ports: [given] }) => {
    const { type } = data as ToService;
    if (type === 'port' && given !== undefined) {
      port?.close();
      port = given;
      service.servePort(given);
      given.start();
    }
    if (type === 'stop') {
      await service.stop();
      process.exit(0);
    }
  });
  parentPort.postMessage({ type: 'ready' } satisfies FromService);
}

/** The mirror runs without them: a port that is taken is told, and that is all. */
function serveMetrics({ settings, metrics }: Service): void {
  startMetricsServer(settings.port, metrics).then(
    ({ port }) => console.log(`Metrics are served at http://127.0.0.1:${port}/metrics`),
    () =>
      console.error(`Port ${settings.port} is in use, so no metrics are served: choose another with --port.`),
  );
}

try {
  start();
} catch (error) {
  console.error(hasSentence(error) ? error.message : error);
  process.exit(1);
}
