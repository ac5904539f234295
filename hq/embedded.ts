/**
 * The HQ that a checkout's mirror brings along, as a child process of it: told where by its arguments and who asks by a
 * first message, it answers with its address and what that mirror needs, and ends with its parent, however that ends.
 *
 *   node hq/embedded.ts <data folder> <time zone>
 */
import '../scripts/assert-node.mjs';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasSentence } from '../main/contract/coded-error.ts';
import { type EmbeddedHqReply, embeddedHqRequestSchema } from '../main/contract/embedded-hq.ts';
import { firstOperator } from './accounts/operators.ts';
import { createCode } from './enrolment/codes.ts';
import { type RunningHq, startHq } from './hq.ts';
import { openRequestLog } from './http/request-log.ts';
import { buildDirectory } from './ingest/mirror-directory.ts';
import { startPhones } from './phones.ts';
import { importRegistry } from './registry/import.ts';
import { SAMPLE_MIRROR, sampleRegistry } from './registry/sample.ts';
import { DEFAULT_HQ_SETTINGS, type HqSettings } from './settings/hq-settings.ts';
import { readHqSettings } from './settings/read-settings.ts';

type Phones = Awaited<ReturnType<typeof startPhones>>;

const PORT = 4470;
/** The HQ of a mirror that was killed may need this long to notice and to let go of the folder. */
const PATIENCE_MS = 10_000;
const AGAIN_MS = 200;

const [dataFolder = 'data/hq', timeZone = 'UTC'] = process.argv.slice(2);
const log = openRequestLog(join(dataFolder, 'logs'));
const portFile = join(dataFolder, 'port');
const settingsFile = join(dataFolder, 'settings.json');

/** The port of the last time first: a mirror is enrolled at an address. */
async function start(settings: HqSettings): Promise<RunningHq> {
  const untilMs = performance.now() + PATIENCE_MS;
  const ports = [lastPort(), PORT, 0];
  for (;;) {
    try {
      return await startHq({ database: { dataFolder }, port: ports[0] as number, settings, log });
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'port-taken' && ports.length > 1) ports.shift();
      else if (code === 'database-in-use' && performance.now() < untilMs) await sleep(AGAIN_MS);
      else throw error;
    }
  }
}

function lastPort(): number {
  try {
    const port = Number(readFileSync(portFile, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : PORT;
  } catch {
    return PORT;
  }
}

/** Under the same port as HQ itself, so that codes go on leading there after a restart. @returns undefined where that fails */
async function servePhones(hq: RunningHq, settings: HqSettings, host: string): Promise<Phones | undefined> {
  try {
    const port = Number(new URL(hq.address).port);
    return await startPhones({ db: hq.db, settings, now: Date.now }, { host, port });
  } catch (error) {
    // The mirror, which named the address, says so.
    if (hasSentence(error)) return undefined;
    throw error;
  }
}

async function serve(message: unknown): Promise<EmbeddedHqReply> {
  const { identity, lan } = embeddedHqRequestSchema.parse(message);
  const settings = existsSync(settingsFile) ? readHqSettings(settingsFile) : DEFAULT_HQ_SETTINGS;
  const hq = await start(settings);
  const { address, db } = hq;
  const phones = lan === null ? undefined : await servePhones(hq, settings, lan);
  const stop = async (): Promise<void> => {
    await phones?.stop();
    await hq.stop();
  };
  process.once('disconnect', () => void stop().finally(() => process.exit()));
  if (!process.connected) process.exit();
  writeFileSync(portFile, new URL(address).port);
  const some = await db.selectFrom('mirrors').select('mirror_id').limit(1).executeTakeFirst();
  if (some === undefined) await importRegistry(db, sampleRegistry(timeZone));
  const directory = buildDirectory(db, Date.now);
  const isKnown =
    identity !== null &&
    new URL(identity.address).origin === address &&
    (await directory.find(identity.key, async () => true)) !== undefined;
  const code = isKnown ? null : await createCode(db, SAMPLE_MIRROR, Date.now());
  const phonesAddress = phones?.address ?? null;
  return { kind: 'ready', address, phonesAddress, code, operator: await firstOperator(db) };
}

process.once('message', async (message) => {
  const reply: EmbeddedHqReply = await serve(message).catch((error: unknown) => ({
    kind: 'failed',
    sentence: hasSentence(error) ? error.message : String(error),
  }));
  process.send?.(reply);
  if (reply.kind === 'failed') process.disconnect();
});
process.once('disconnect', () => log.end());
// Ctrl+C reaches the whole group of processes; the parent says when it is time.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => process.connected && process.disconnect());
