/** The entry of `npm run try`: paints lips in a photo, a clip or a folder of them; see USAGE in args.ts. */
import '../../../scripts/assert-node.mjs';
import { resolve } from 'node:path';
import { callerFolder } from '../../../scripts/caller-folder.mjs';
import { loadCatalogue, SAMPLE_CATALOGUE } from '../../catalog/catalogue.ts';
import { readSettings } from '../../config/settings.ts';
import { type Request, readArguments, USAGE } from './args.ts';
import { EXIT, isTryError } from './errors.ts';
import { runTasks } from './run.ts';
import { findShade, listShades, lookOf } from './shades.ts';
import { openStudio } from './studio.ts';
import { planTasks } from './tasks.ts';

/** npm runs its scripts in the repository; paths start where the user stood. */
const FOLDER = callerFolder('try');

async function main(args: string[]): Promise<number> {
  const request = readArguments(args);
  if (request.task === 'help') {
    console.log(USAGE);
    return EXIT.painted;
  }
  const settings = readSettings(settingsFlags(request), process.env, process.cwd());
  const catalogue = loadCatalogue(settings.catalogue ?? SAMPLE_CATALOGUE);
  if (request.task === 'list') {
    console.log(listShades(catalogue, process.stdout.isTTY));
    return EXIT.painted;
  }
  const { wanted } = request;
  const look = lookOf(findShade(catalogue, wanted.sku), wanted.finish, wanted.intensity);
  return runTasks(planTasks(wanted, FOLDER), look, {
    openStudio: () => openStudio(settings),
    stderr: process.stderr,
    print: (line) => console.log(line),
  });
}

function settingsFlags({ sources }: Request): string[] {
  return Object.entries(sources).flatMap(([flag, path]) =>
    path === undefined ? [] : [`--${flag}`, resolve(FOLDER, path)],
  );
}

/** Every error with a code says what to do in its message; anything else is a mistake of ours and shown whole. */
function explain(error: unknown): number {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  if (isTryError(error, 'usage')) return EXIT.usage;
  return isTryError(error, 'unreadable') ? EXIT.unreadable : EXIT.cannotRun;
}

// Leaving by exit() runs the exit handlers that delete drafts and end ffmpeg and Chromium.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
process.exit(await main(process.argv.slice(2)).catch(explain));
