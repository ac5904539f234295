/** The entry of `npm run bench`: see USAGE in options.ts. */
import '../../scripts/assert-node.mjs';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { callerFolder } from '../../scripts/caller-folder.mjs';
import { startBenchServer } from './bench-server.ts';
import { prepareClip } from './clip.ts';
import { companion } from './companion.ts';
import { benchError, EXIT, explain } from './errors.ts';
import { runMicro } from './micro/run.ts';
import { ours } from './mirror.ts';
import { type Options, readOptions, USAGE, type WayName } from './options.ts';
import { documentedUse, faceMesh } from './page-way.ts';
import { type Rounds, runRounds } from './rounds.ts';
import { summariseAll } from './summary.ts';
import { tellRound, tellSummary } from './tables.ts';
import type { Way } from './ways.ts';

/** npm runs its scripts in the repository; paths start where the user stood. */
const FOLDER = callerFolder('bench');

const WAYS: Record<WayName, Way> = { ours, documented: documentedUse, 'face-mesh': faceMesh, companion };

async function measureRounds({ clip, rounds, seconds, ways }: Options): Promise<Rounds> {
  const path = await prepareClip(clip && resolve(FOLDER, clip), say, ways.includes('companion'));
  const server = await startBenchServer();
  try {
    const asked = ways.map((name) => WAYS[name]);
    return await runRounds(asked, rounds, { server, clip: path, seconds }, (...measured) =>
      say(tellRound(...measured)),
    );
  } finally {
    await server.close();
  }
}

/** Found out before minutes of measuring, not after. */
function checkWritable(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch (cause) {
    throw benchError('usage', `${path} cannot be written: name a file in a folder that exists.`, cause);
  }
}

const say = (line: string): void => console.error(line);

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    console.log(USAGE);
    return EXIT.measured;
  }
  const json = options.json && resolve(FOLDER, options.json);
  if (json) checkWritable(json);
  const rounds = options.microOnly ? {} : await measureRounds(options);
  say('measuring the painter');
  const summary = summariseAll(rounds, await runMicro());
  console.log(`\n${tellSummary(summary)}`);
  if (json) writeFileSync(json, `${JSON.stringify(summary, null, 2)}\n`);
  return EXIT.measured;
}

// Leaving by exit() runs the exit handlers that delete the clip and end Chromium and ffmpeg.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
process.exit(await main(process.argv.slice(2)).catch(explain));
