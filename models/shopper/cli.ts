/** The entry of `npm run shopper`: writes the synthetic shopper to a picture or a clip; see USAGE in arguments.ts. */
import '../../scripts/assert-node.mjs';
import { existsSync, readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { callerFolder } from '../../scripts/caller-folder.mjs';
import { readArguments, USAGE, UsageError, type Wanted } from './arguments.ts';
import { clipExtensions, writeClip } from './clip.ts';
import { idleMotion } from './idle-motion.ts';
import { neutralState, type ShopperState } from './state.ts';

/** npm runs its scripts in the repository; paths start where the user stood. */
const FOLDER = callerFolder('shopper');

const MESH = new URL('../../dist/face/canonical-mesh.json', import.meta.url);

async function main(args: string[]): Promise<number> {
  const wanted = readArguments(args);
  if (wanted === 'help') {
    console.log(USAGE);
    return 0;
  }
  const extension = extname(wanted.out).toLowerCase();
  if (!(clipExtensions as readonly string[]).includes(extension)) {
    throw new UsageError(`--out takes a file that ends in ${clipExtensions.join(', ')}, not ${wanted.out}.`);
  }
  if (!existsSync(MESH)) throw new Error('The face mesh is missing: run npm run setup once.');
  const file = resolve(FOLDER, wanted.out);
  await writeClip({
    ...wanted,
    file,
    mesh: JSON.parse(readFileSync(MESH, 'utf8')),
    stateAt: (timeSeconds) => stateAt(timeSeconds, wanted, extension === '.png'),
    onFrame: showProgress,
  });
  console.log(`Wrote ${file}`);
  return 0;
}

function stateAt(timeSeconds: number, { still, look }: Wanted, isPicture: boolean): ShopperState {
  const moving = idleMotion(timeSeconds);
  return still || isPicture
    ? { ...neutralState, noiseSeed: moving.noiseSeed, ...look }
    : { ...moving, ...look };
}

function showProgress(done: number, of: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r${done} of ${of} frames${done === of ? '\n' : ''}`);
}

function explain(error: unknown): number {
  console.error(error instanceof Error ? error.message : error);
  return error instanceof UsageError ? 64 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch(explain);
