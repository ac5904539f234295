/**
 * Keeps the service running in a utility process of its own and gives it the ports that lead to the window. It owns the
 * process: started, started again whenever it ends, and stopped for good.
 */
import { createInterface } from 'node:readline';
import type { MessagePortMain, UtilityProcess, utilityProcess } from 'electron';
import type { FromService, ToService } from './addresses.ts';
import { buildBackoff } from './backoff.ts';
import type { Clock } from './clock.ts';

export interface ServiceSupervisorOptions {
  fork: (typeof utilityProcess)['fork'];
  /** Absolute path of the bundled service-process. */
  entry: string;
  /** Settings as flags. */
  args: string[];
  /** The shell's own; the service gets only what it needs of it. */
  environment: NodeJS.ProcessEnv;
  /** Where relative paths start. */
  folder: string;
  clock: Clock;
  /** One line for the technician. */
  log: (line: string) => void;
  /** It has read its files and answers; after the first time this means that it was restarted. */
  onReady: () => void;
}

export interface ServiceSupervisor {
  start(): void;
  /** Hands it a port in place of the one before. False when it is not ready: then wait for `onReady`. */
  servePort(port: MessagePortMain): boolean;
  /** Ends it, by force if it will not within three seconds. Safe to call at any time. */
  stop(): Promise<void>;
}

const RESTART = { firstMs: 200, longestMs: 10_000, forgivenAfterMs: 30_000 };
const STOP_PATIENCE_MS = 3_000;

/** Windows cannot run a process without its own two; systemd hands credentials over in a folder. */
const NEEDED_VARIABLES =
  /^(VERMILION_\w+|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|SystemRoot|windir|TMPDIR|TEMP|TMP|TZ|LANG|LC_ALL|CREDENTIALS_DIRECTORY)$/i;

export function serviceEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const needed = Object.entries(environment).filter(
    (entry): entry is [string, string] => NEEDED_VARIABLES.test(entry[0]) && entry[1] !== undefined,
  );
  return Object.fromEntries(needed);
}

export function superviseService(options: ServiceSupervisorOptions): ServiceSupervisor {
  const { fork, entry, args, environment, folder, clock, log, onReady } = options;
  const waitBeforeRestart = buildBackoff(RESTART);
  let child: UtilityProcess | undefined;
  let isReady = false;
  let isStopping = false;
  let cancelRestart = (): void => {};

  function start(): void {
    const startedAtMs = clock.now();
    const started = fork(entry, args, {
      serviceName: 'Vermilion service',
      env: serviceEnvironment(environment),
      cwd: folder,
      stdio: 'pipe',
    });
    child = started;
    for (const input of [started.stdout, started.stderr]) {
      if (input) createInterface({ input }).on('line', log);
    }
    started.on('message', (message: FromService) => {
      if (message.type !== 'ready') return;
      isReady = true;
      onReady();
    });
    started.once('exit', (code) => {
      child = undefined;
      isReady = false;
      if (!isStopping) restart(code, clock.now() - startedAtMs);
    });
  }

  function restart(code: number, livedMs: number): void {
    const waitMs = waitBeforeRestart(livedMs);
    log(`The service ended with code ${code} after ${livedMs} ms; it is started again in ${waitMs} ms.`);
    cancelRestart = clock.after(waitMs, start);
  }

  const send = (message: ToService, ports: MessagePortMain[] = []): void =>
    child?.postMessage(message, ports);

  return {
    start,
    servePort(port) {
      if (isReady) send({ type: 'port' }, [port]);
      return isReady;
    },
    async stop() {
      isStopping = true;
      cancelRestart();
      const ending = child;
      if (ending === undefined) return;
      const ended = Promise.withResolvers<void>();
      ending.once('exit', () => ended.resolve());
      send({ type: 'stop' });
      const cancelKill = clock.after(STOP_PATIENCE_MS, () => ending.kill());
      await ended.promise;
      cancelKill();
    },
  };
}
