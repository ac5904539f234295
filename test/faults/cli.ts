/** The entry of `npm run faults`: see USAGE in options.ts. */
import '../../scripts/assert-node.mjs';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CodedError } from '../../main/contract/coded-error.ts';
import { callerFolder } from '../../scripts/caller-folder.mjs';
import { ALL_ROWS } from './all-rows.ts';
import { type Options, readOptions, USAGE, usage } from './options.ts';
import type { FaultRow } from './row.ts';
import { type RowOutcome, runRow } from './run-row.ts';
import { HEADING, tellRow } from './table.ts';

const EXIT = { held: 0, broken: 1, usage: 64, interrupted: 130 } as const;

const ending = new AbortController();

/** npm runs its scripts in the repository; paths start where the user stood. */
const FOLDER = callerFolder('faults');

interface Skipped {
  name: string;
  reason: string;
}

function choose({ rows, quick, runs }: Options): { row: FaultRow; runs: number }[] {
  const wanted = ALL_ROWS.filter(({ name }) => name.toLowerCase().includes(rows.toLowerCase()));
  if (wanted.length === 0) throw usage(`No row has "${rows}" in its name.`);
  return wanted
    .map((row) => ({ row, runs: runs ?? (quick ? row.quick : row.full) }))
    .filter((chosen) => chosen.runs > 0);
}

function tell(row: FaultRow, { summary, examples, isGood }: RowOutcome): void {
  console.log(tellRow(summary));
  if (isGood) return;
  if (row.isControl) console.log('  Failed: the control must lose, else the fault does not bite.');
  else for (const example of examples) console.log(`  ${example}`);
}

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    console.log(USAGE);
    return EXIT.held;
  }
  const outcomes: RowOutcome[] = [];
  const skipped: Skipped[] = [];
  const save = (): void => saveTable(options, outcomes, skipped);
  const chosen = choose(options);
  // So that a file that cannot be written is found out now, not after hours.
  save();
  console.log(HEADING);
  for (const { row, runs } of chosen) {
    const reason = row.unavailable?.() ?? null;
    if (reason !== null) skipped.push({ name: row.name, reason });
    else {
      const outcome = await runRow(row, { runs, seed: options.seed, signal: ending.signal });
      if (ending.signal.aborted) return EXIT.interrupted;
      outcomes.push(outcome);
      tell(row, outcome);
    }
    save();
  }
  for (const { name, reason } of skipped) console.log(`Skipped on this machine: ${name}: ${reason}.`);
  return outcomes.every(({ isGood }) => isGood) ? EXIT.held : EXIT.broken;
}

function saveTable({ json }: Options, outcomes: readonly RowOutcome[], skipped: readonly Skipped[]): void {
  if (json === undefined) return;
  const rows = outcomes.map(({ summary }) => summary);
  const path = resolve(FOLDER, json);
  try {
    writeFileSync(path, `${JSON.stringify({ rows, skipped }, null, 2)}\n`);
  } catch (cause) {
    throw usage(`${path} cannot be written: name a file in a folder that exists.`, cause);
  }
}

function explain(error: unknown): number {
  if (!(error instanceof CodedError)) throw error;
  console.error(error.message);
  return EXIT.usage;
}

process.once('SIGINT', () => ending.abort()).once('SIGTERM', () => ending.abort());
process.exit(await main(process.argv.slice(2)).catch(explain));
