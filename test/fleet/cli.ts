/** The entry of `npm run fleet`: see USAGE in options.ts. */
import '../../scripts/assert-node.mjs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { callerFolder } from '../../scripts/caller-folder.mjs';
import { EXIT, explain } from './errors.ts';
import { readOptions, USAGE } from './options.ts';
import { runHere, runThere } from './scenarios.ts';

/** npm runs its scripts in the repository; paths start where the user stood. */
const FOLDER = callerFolder('fleet');

const owned = new AsyncDisposableStack();

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    console.log(USAGE);
    return EXIT.kept;
  }
  const folder = mkdtempSync(join(tmpdir(), 'vermilion-fleet-'));
  owned.defer(() => rmSync(folder, { recursive: true, force: true }));
  const run = { options, folder, owned, say: (line: string) => console.error(line) };
  const { hq, codes, json } = options;
  const result = hq && codes ? await runThere(run, hq, resolve(FOLDER, codes)) : await runHere(run);
  console.log(`\nHQ on ${result.hq}\n${result.text}`);
  if (json !== undefined) {
    const text = JSON.stringify({ hq: result.hq, ...result.figures }, null, 2);
    writeFileSync(resolve(FOLDER, json), `${text}\n`);
  }
  return result.isKept ? EXIT.kept : EXIT.broken;
}

/** What a sync left open must not keep an ended simulation alive. */
async function end(exitCode: number): Promise<never> {
  await owned.disposeAsync();
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(EXIT.broken));
await end(await main(process.argv.slice(2)).catch(explain));
