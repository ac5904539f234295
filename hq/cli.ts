/**
 * `npm run hq`: HQ by itself, until Ctrl+C or SIGTERM.
 *
 *   npm run hq -- [--port 4470] [--host 127.0.0.1] [--data data/hq] [--import registry.csv] [--settings hq.json]
 *
 * DATABASE_URL names a PostgreSQL database; without it the data is in PGlite in the data folder, where the log is as well.
 */
import '../scripts/assert-node.mjs';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CodedError, hasSentence } from '../main/contract/coded-error.ts';
import { callerFolder } from '../scripts/caller-folder.mjs';
import { firstOperator } from './accounts/operators.ts';
import { type RunningHq, startHq } from './hq.ts';
import { openRequestLog } from './http/request-log.ts';
import { importRegistry } from './registry/import.ts';
import { DEFAULT_HQ_SETTINGS } from './settings/hq-settings.ts';
import { readHqSettings } from './settings/read-settings.ts';

type CliErrorCode = 'option-invalid' | 'file-unreadable';

const USAGE =
  'npm run hq -- [--port 4470] [--host 127.0.0.1] [--data data/hq] [--import registry.csv] [--settings hq.json]';

const FOLDER = callerFolder('hq');
const say = (sentence: string): void => console.log(sentence);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4470' },
        host: { type: 'string', default: '127.0.0.1' },
        data: { type: 'string', default: 'data/hq' },
        import: { type: 'string' },
        settings: { type: 'string' },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error(`--port ${values.port} is no port`);
    return { ...values, port, data: resolve(FOLDER, values.data) };
  } catch (cause) {
    throw new CodedError<CliErrorCode>(
      'option-invalid',
      `${(cause as Error).message}\nUsage: ${USAGE}`,
      cause,
    );
  }
}

async function importFile(hq: RunningHq, named: string): Promise<void> {
  const path = resolve(FOLDER, named);
  const { brand, dealer, store, mirror, advisor } = await importRegistry(hq.db, readText(path));
  say(
    `Imported ${path}: ${brand} brands, ${dealer} dealers, ${store} stores, ${mirror} mirrors, ${advisor} advisors.`,
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CodedError<CliErrorCode>(
      'file-unreadable',
      `${path} cannot be read: ${(cause as Error).message}`,
      cause,
    );
  }
}

async function greet(hq: RunningHq): Promise<void> {
  const first = await firstOperator(hq.db);
  if (first !== null)
    say(`Sign in as ${first.login} with the one-time password ${first.password}, which is shown only now.`);
  const mirror = await hq.db.selectFrom('mirrors').select('mirror_id').limit(1).executeTakeFirst();
  if (mirror === undefined)
    say('The registry has no mirror yet: import one by its page, or with --import registry.csv.');
  say(`HQ is at ${hq.address}`);
}

let hq: RunningHq | undefined;
try {
  const options = readOptions();
  const url = process.env.DATABASE_URL;
  const log = openRequestLog(join(options.data, 'logs'));
  const { host, port } = options;
  const database = url ? { url } : { dataFolder: options.data };
  const named = options.settings;
  const settings = named === undefined ? DEFAULT_HQ_SETTINGS : readHqSettings(resolve(FOLDER, named));
  hq = await startHq({ database, host, port, settings, log, say });
  const end = async () => {
    await hq?.stop();
    log.end();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  if (options.import !== undefined) await importFile(hq, options.import);
  await greet(hq);
} catch (error) {
  console.error(hasSentence(error) ? error.message : error);
  await hq?.stop();
  process.exit(1);
}
