/** The entry of `npm run quality`: see USAGE in options.ts. */
import '../../scripts/assert-node.mjs';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readSettings } from '../../main/config/settings.ts';
import { openStudio, type Studio } from '../../main/headless/try/studio.ts';
import { callerFolder } from '../../scripts/caller-folder.mjs';
import { type ClipRow, showClips } from './clips.ts';
import { EXIT, explain, qualityError } from './errors.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { judgePhotos, type PhotoFigures } from './photos.ts';
import { longRun, runSynthetic, shortRun } from './run-synthetic.ts';
import { openSheets, type Sheets } from './sheets.ts';
import { type Plain, type Rows, type Synthetic, summarise, summarisePlain } from './summary.ts';
import { watchFor } from './synthetic-sheets.ts';
import {
  tellClips,
  tellGroups,
  tellMotion,
  tellOthers,
  tellPhotos,
  tellTargets,
  tellTones,
} from './tables.ts';
import { isMet, targets } from './targets.ts';

const ROOT = dirname(dirname(import.meta.dirname));
/** npm runs its scripts in the repository; paths start where the user stood. */
const FOLDER = callerFolder('quality');

/** What `--json` writes. */
interface Report {
  synthetic: Synthetic | null;
  plain: Plain | null;
  photos: PhotoFigures | null;
  clips: readonly ClipRow[] | null;
  rows: Rows | null;
}

function refuseUnwritable(path: string): void {
  try {
    closeSync(openSync(path, 'a'));
  } catch (cause) {
    const said = (cause as Error).message;
    throw qualityError(
      'output-unwritable',
      `${path} cannot be written (${said}): give --json another file.`,
      cause,
    );
  }
}

function showProgress(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} sweeps${done === of ? '\n' : ''}`);
}

async function judgeSynthetic(
  options: Options,
  getStudio: () => Promise<Studio>,
  sheets: Sheets,
): Promise<Rows> {
  const startMs = performance.now();
  const extent = options.isQuick ? shortRun() : longRun();
  const rows = await runSynthetic(await getStudio(), extent, watchFor(sheets, showProgress));
  const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
  const parts = [
    tellGroups(rows),
    tellTones(rows),
    tellMotion(rows),
    tellOthers(summarise(rows)),
    tellTargets(summarise(rows), summarisePlain(rows)),
    `${rows.stills.length} stills and ${rows.jitter.length + rows.moving.length + rows.visits.length} sequences in ${seconds} s`,
  ];
  console.log(parts.join('\n\n'));
  return rows;
}

async function judge(options: Options, getStudio: () => Promise<Studio>): Promise<Report> {
  const path = (given: string) => resolve(FOLDER, given);
  const sheets = openSheets(path(options.sheets));
  // What may be wrong with a folder is told before the long run.
  const photos =
    options.photos === undefined ? null : await judgePhotos(path(options.photos), getStudio, sheets);
  const clips = options.clips === undefined ? null : await showClips(path(options.clips), getStudio, sheets);
  const rows = options.hasSynthetic ? await judgeSynthetic(options, getStudio, sheets) : null;
  if (photos) console.log(`\n${tellPhotos(photos)}`);
  if (clips) console.log(`\n${tellClips(clips)}`);
  const files = await sheets.write();
  console.log(`\n${files.length} contact sheets in ${path(options.sheets)}`);
  return { synthetic: rows && summarise(rows), plain: rows && summarisePlain(rows), photos, clips, rows };
}

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    console.log(USAGE);
    return EXIT.ran;
  }
  const json = options.json === undefined ? undefined : resolve(FOLDER, options.json);
  if (json !== undefined) refuseUnwritable(json);
  await using closing = new AsyncDisposableStack();
  let studio: Promise<Studio> | undefined;
  const open = async () =>
    closing.adopt(await openStudio(readSettings([], process.env, ROOT)), (each) => each.close());
  const report = await judge(options, () => (studio ??= open()));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 1)}\n`);
  const { synthetic, photos } = report;
  const isMissed = synthetic !== null && !targets.every((target) => isMet(target, synthetic));
  return options.isStrict && (isMissed || (photos?.worse ?? 0) > 0) ? EXIT.missed : EXIT.ran;
}

process.exitCode = await main(process.argv.slice(2)).catch(explain);
