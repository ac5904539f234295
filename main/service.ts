/**
 * The service: everything of the mirror that must survive its window. Plain Node; a shell starts it, and hands it the
 * window's MessagePort or WebSocket.
 */
import { mkdirSync } from 'node:fs';
import { ORPCError, onError } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import { loadCatalogue, SAMPLE_CATALOGUE } from './catalog/catalogue.ts';
import { buildLiveFiles } from './config/live-files.ts';
import { openLiveSettings } from './config/live-settings.ts';
import { dataFile, findSettings, type Settings, type SettingsSources } from './config/settings.ts';
import { CodedError } from './contract/coded-error.ts';
import type { Health } from './contract/health.ts';
import { judgeCalibration } from './health/calibration-health.ts';
import { type Log, openLog } from './health/log.ts';
import { buildMetrics } from './health/metrics.ts';
import { buildPageWatch } from './health/page-watch.ts';
import { buildRouter } from './router.ts';
import { VERSION } from './version.ts';
import { openSessionKeeper } from './visits/session-keeper.ts';

export type ServiceErrorCode = 'data-unusable';

export interface ServiceOptions {
  args: string[];
  environment: NodeJS.ProcessEnv;
  /** Where relative paths of the two above start. */
  folder: string;
  /** Told sentences for the person at the machine: what was refused and what to do. */
  say?(sentence: string): void;
}

type Port = Parameters<PortHandler<Record<never, never>>['upgrade']>[0];
type Socket = Parameters<SocketHandler<Record<never, never>>['upgrade']>[0];

export interface Service {
  /** As they were at start; the page follows later changes by itself. */
  readonly settings: Settings;
  /** Where all is kept that must survive a restart. */
  readonly dataFolder: string;
  /** Answers the contract on this port until it closes. The caller starts and owns the port. */
  servePort(port: Port): void;
  serveSocket(socket: Socket): void;
  /** Prometheus text. */
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

/** Throws `data-unusable`, or the errors of settings and catalogue where there is no last good one. */
export function startService({ args, environment, folder, say = () => {} }: ServiceOptions): Service {
  const startedMs = performance.now();
  const boot = crypto.randomUUID();
  const sources = findSettings(args, environment, folder);
  makeDataFolder(sources.dataFolder);
  const log = openLog(dataFile(sources, 'logs'));
  const { files, settings, catalogue } = openFiles(sources, log, say);
  const keeper = openSessionKeeper({
    path: dataFile(sources, 'session.json'),
    onDamaged: (cause) => log.error('session.damaged', { message: String(cause) }),
  });
  const page = buildPageWatch(log);
  const refusedFiles = () => files.problems().map(({ file }) => file);
  const calibration = () => judgeCalibration(settings.page.value.camera.calibration, Date.now());
  const metrics = buildMetrics({ version: VERSION, log, page, refusedFiles, calibration });
  const uptimeMs = () => Math.round(performance.now() - startedMs);
  const health = (): Health => {
    const problems = files.problems();
    const { report } = page;
    return {
      version: VERSION,
      boot,
      uptimeMs: uptimeMs(),
      problems,
      page: report,
      calibration: calibration(),
    };
  };
  const parts = { boot, settings: settings.page, catalogue: catalogue.value, keeper, page, metrics, log };
  const { servePort, serveSocket } = buildHandlers(buildRouter({ ...parts, health }), log);
  log.info('service.started', { version: VERSION, boot, node: process.versions.node });
  return {
    settings: settings.atStart,
    dataFolder: sources.dataFolder,
    servePort,
    serveSocket,
    metrics: () => metrics.text(),
    async stop() {
      files.stop();
      log.info('service.stopped', { uptimeMs: uptimeMs() });
      await log.stop();
    },
  };
}

/** Settings and catalogue, followed as their files change; refusals go to log and console. */
function openFiles(sources: SettingsSources, log: Log, say: (sentence: string) => void) {
  const files = buildLiveFiles({
    dataFolder: sources.dataFolder,
    onChange(file, path, message) {
      if (message === null) log.info('file.accepted', { file });
      else log.error('file.refused', { file, message });
      say(message ?? `The ${file} file ${path} has changed and is in use.`);
    },
    onCopyFailed: (file, cause) => log.warn('copy.failed', { file, message: String(cause) }),
  });
  const settings = openLiveSettings(sources, files, (keys) =>
    say(`Changed settings that hold from the next start on: ${keys.join(', ')}.`),
  );
  const path = settings.atStart.catalogue ?? SAMPLE_CATALOGUE;
  return { files, settings, catalogue: files.open('catalogue', path, loadCatalogue) };
}

function buildHandlers(router: ReturnType<typeof buildRouter>, log: Log) {
  const note = noteFailure(log);
  const ports = new PortHandler(router, { clientInterceptors: [onError(note)] });
  const sockets = new SocketHandler(router, { clientInterceptors: [onError(note)] });
  return {
    servePort(port: Port): void {
      log.info('page.connected', { transport: 'port' });
      ports.upgrade(port);
    },
    serveSocket(socket: Socket): void {
      log.info('page.connected', { transport: 'socket' });
      void sockets.upgrade(socket);
    },
  };
}

function makeDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new CodedError<ServiceErrorCode>(
      'data-unusable',
      `The data folder ${folder} cannot be made: choose another with --data, or correct its permissions.`,
      cause,
    );
  }
}

/** Only what the service itself did wrong is noted; a caller's mistakes are answered to the caller. */
function noteFailure(log: Log) {
  return (error: unknown, { path }: { path: readonly string[] }): void => {
    if (error instanceof ORPCError && error.status < 500) return;
    const { message, stack = null } = error as Error;
    log.error('call.failed', { call: path.join('.'), message, stack });
  };
}
