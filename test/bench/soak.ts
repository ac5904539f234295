/**
 * The entry of `npm run soak`: the mirror's page for some minutes with a change of shade now and then, and whether page and
 * worker hold more memory at the end than after warming up.
 */
import '../../scripts/assert-node.mjs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../../main/headless/browser.ts';
import { callerFolder } from '../../scripts/caller-folder.mjs';
import { startBenchServer } from './bench-server.ts';
import { prepareClip } from './clip.ts';
import { benchError, EXIT, explain } from './errors.ts';
import { attachHeapMeter, type HeapSample } from './heap.ts';
import { openMirrorPage, wearSatin } from './mirror.ts';
import { readCount } from './options.ts';
import { fitLine } from './stats.ts';
import { layOut, tell } from './tables.ts';

const USAGE = `Runs the mirror for some minutes and tells how its memory grows.

  npm run soak [-- --minutes <n>] [--clip <file>]

  --minutes <n>   after 30 s of warming up (default 5)
  --clip <file>   what the camera sees (default: the synthetic shopper)`;

const FOLDER = callerFolder('soak');
const FIRST_FRAME_MS = 60_000;
const WARM_UP_MS = 30_000;
const SAMPLE_EVERY_MS = 20_000;
const MAX_GROWTH_MB = 5;

interface TimedSample extends HeapSample {
  minute: number;
}

const total = ({ page, workers }: HeapSample): number => page + workers;

async function soak(clip: string, minutes: number): Promise<TimedSample[]> {
  const server = await startBenchServer();
  const browser = await launchBrowser({ fakeCamera: clip });
  try {
    const page = await openMirrorPage(browser, server);
    await wearSatin(page, FIRST_FRAME_MS);
    const meter = await attachHeapMeter(page);
    await delay(WARM_UP_MS);
    const samples: TimedSample[] = [];
    const startMs = performance.now();
    for (let due = 0; due <= minutes * 60_000; due += SAMPLE_EVERY_MS) {
      await delay(Math.max(0, startMs + due - performance.now()));
      samples.push({ minute: due / 60_000, ...(await meter.sample()) });
      console.error(`minute ${tell(due / 60_000)}: ${tell(total(samples.at(-1) as TimedSample))} MB`);
      await page.evaluate(() => mirrorProbe.nextShade());
    }
    const failures = await page.evaluate(() => mirrorProbe.failures);
    if (failures.length > 0) throw benchError('nothing-painted', `The try-on failed: ${failures.join('; ')}`);
    return samples;
  } finally {
    await browser.close();
    await server.close();
  }
}

function report(samples: readonly TimedSample[]): void {
  const rows = samples.map((sample) => [sample.minute, sample.page, sample.workers, total(sample)]);
  console.log(`\n${layOut([['minute', 'page MB', 'workers MB', 'together MB'], ...rows])}`);
  const growth = total(samples.at(-1) as TimedSample) - total(samples[0] as TimedSample);
  const { slope, margin } = fitLine(samples.map((sample) => [sample.minute, total(sample)] as const));
  console.log(`\nGrowth ${tell(growth)} MB; slope ${tell(slope)} ± ${tell(margin)} MB a minute (95 %).`);
  console.log(`Wanted: less than ${MAX_GROWTH_MB} MB. ${growth < MAX_GROWTH_MB ? 'Met.' : 'Missed.'}`);
}

function readArguments(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    const options = { minutes: text, clip: text, help: { type: 'boolean', short: 'h' } } as const;
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw benchError('usage', `${(cause as Error).message}\n${USAGE}`, cause);
  }
}

async function main(args: string[]): Promise<number> {
  const { minutes, clip, help } = readArguments(args);
  if (help) {
    console.log(USAGE);
    return EXIT.measured;
  }
  const wanted = readCount('--minutes', minutes ?? '5');
  const camera = await prepareClip(clip && resolve(FOLDER, clip), (line) => console.error(line));
  report(await soak(camera, wanted));
  return EXIT.measured;
}

// Leaving by exit() runs the exit handlers that delete the clip and end Chromium.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
process.exit(await main(process.argv.slice(2)).catch(explain));
