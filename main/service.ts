/**
 * The service: everything of the mirror that must survive its window. Plain Node; a shell starts it, and hands it the
 * window's MessagePort or WebSocket.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { type MirrorFiles, openMirrorFiles } from './config/mirror-files.ts';
import { dataFile, findSettings, type Settings, type SettingsSources } from './config/settings.ts';
import { CodedError } from './contract/coded-error.ts';
import { buildHealth } from './health/health.ts';
import { type Log, openLog } from './health/log.ts';
import { buildMetrics } from './health/metrics.ts';
import { buildPageWatch } from './health/page-watch.ts';
import { startUpkeep } from './health/upkeep.ts';
import { type HqLink, type HqLinkOptions, startHqLink } from './hq-link.ts';
import { buildAppliers } from './inbox.ts';
import { openRecording, type Recording } from './recording.ts';
import { buildRouter } from './router.ts';
import { startStatistics } from './stats/statistics.ts';
import { buildTransports, type Transports } from './transports.ts';
import { VERSION } from './version.ts';

export type ServiceErrorCode = 'data-unusable';

export interface ServiceOptions {
  args: string[];
  environment: NodeJS.ProcessEnv;
  /** Where relative paths of the two above start. */
  folder: string;
  /** Told sentences for the person at the machine: what was refused and what to do. */
  say?(sentence: string): void;
  /** Ends this process, for its supervisor to start it again. Left out where there is none: then a person is asked to. */
  restart?(): void;
  /** Starts the HQ that a checkout carries, where the settings name no other; the shell ends it. undefined when that fails. */
  embeddedHq?(needs: EmbeddedHqNeeds): ReturnType<NonNullable<HqLinkOptions['embedded']>>;
}

export interface EmbeddedHqNeeds {
  dataFolder: string;
  /** Where the mirror keeps who it is to HQ. */
  identityPath: string;
  timeZone: string;
  /** This machine's address in the local network, for phones; undefined: its HQ is for this machine alone. */
  lan: string | undefined;
}

export interface Service extends Transports {
  /** As they were at start; the page follows later changes by itself. */
  readonly settings: Settings;
  /** Where all is kept that must survive a restart. */
  readonly dataFolder: string;
  /** Prometheus text. */
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Throws `data-unusable`, the errors of settings and catalogue where there is no last good one, or those of the store, such
 * as `store-locked` where another service has this data folder.
 */
export function startService(options: ServiceOptions): Service {
  const { args, environment, folder, say = () => {} } = options;
  const startedMs = performance.now();
  const boot = crypto.randomUUID();
  const sources = findSettings(args, environment, folder);
  makeDataFolder(sources.dataFolder);
  const log = openLog(dataFile(sources, 'logs'));
  const files = openMirrorFiles({ sources, log, say });
  try {
    const uptimeMs = () => Math.round(performance.now() - startedMs);
    return startParts({ options, boot, sources, log, files, say, uptimeMs });
  } catch (cause) {
    files.stop();
    void log.stop();
    throw cause;
  }
}

interface Ground {
  options: ServiceOptions;
  boot: string;
  sources: SettingsSources;
  log: Log;
  files: MirrorFiles;
  say(sentence: string): void;
  uptimeMs(): number;
}

function startParts(ground: Ground): Service {
  const { boot, sources, log, files, uptimeMs } = ground;
  const { settings } = files;
  const { timeZone } = settings.atStart;
  const path = dataFile(sources, 'store.db');
  // An older version kept its one visit there.
  rmSync(dataFile(sources, 'session.json'), { force: true, recursive: true });
  // Not asked before she taps, and then there is a link.
  const landing = (): string | null => link.landing();
  const recording = openRecording({ path, boot, files, log, landing });
  const { store, visits, members, catalogue } = recording;
  const link = linkToHq(ground, recording);
  const page = buildPageWatch(log);
  const health = buildHealth({ boot, uptimeMs, files, page, store, link });
  const metrics = buildMetrics({ version: VERSION, log, page, health });
  const upkeep = startUpkeep({ store, health, log, onDamaged: () => startAnew(ground) });
  const { funnel, stop: stopStatistics } = startStatistics({ path, timeZone });
  const live = { settings: settings.page, catalogue: catalogue.value, visits, desk: members.desk };
  const router = buildRouter({ boot, ...live, page, metrics, log, health, funnel });
  log.info('service.started', { version: VERSION, boot, node: process.versions.node });
  return {
    settings: settings.atStart,
    dataFolder: sources.dataFolder,
    ...buildTransports(router, log),
    metrics: () => metrics.text(),
    async stop() {
      files.stop();
      upkeep.stop();
      await Promise.all([link.stop(), stopStatistics()]);
      recording.stop();
      log.info('service.stopped', { uptimeMs: uptimeMs() });
      await log.stop();
    },
  };
}

/** Who this mirror is to HQ. */
export const identityFile = (sources: SettingsSources): string => dataFile(sources, 'identity.json');

function startAnew({ options: { restart }, log, say }: Ground): void {
  const message =
    'The store of events is damaged: at the next start it is set aside and what can be is saved.';
  log.error('store.damaged', { message });
  say(restart === undefined ? `${message} Start the mirror anew.` : message);
  restart?.();
}

function linkToHq({ options, sources, files, log, say }: Ground, recording: Recording): HqLink {
  const { store, members, catalogue } = recording;
  const { settings } = files;
  const { embeddedHq } = options;
  const { hq, timeZone, lan } = settings.atStart;
  const identityPath = identityFile(sources);
  const needs: EmbeddedHqNeeds = { dataFolder: sources.dataFolder, identityPath, timeZone, lan };
  return startHqLink({
    store,
    hq,
    embedded: embeddedHq && (() => embeddedHq(needs)),
    identityPath,
    apply: buildAppliers({ store, members, catalogue, setFromHq: settings.setFromHq }),
    ownKey: members.ownKey,
    onNewEnrolment: members.forgetHq,
    poolLevels: members.poolLevels,
    codeKeyId: members.codeKeyId,
    log,
    say,
  });
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
