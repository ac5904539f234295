/** Runs one row as often as asked, each time with the next seed, and sums up what its runs found. */
import type { FaultRow, RunResult } from './row.ts';

export interface RowSummary {
  name: string;
  runs: number;
  /** Runs that found a broken promise. */
  violations: number;
  /** From the restart to the first event recorded again; null where the fault needs no restart. */
  recoveryP95Ms: number | null;
}

export interface RowOutcome {
  summary: RowSummary;
  /** A few of the findings, with the seeds that find them again. */
  examples: string[];
  /** Nothing was found; for a control: something was. */
  isGood: boolean;
}

const MAX_EXAMPLES = 5;

export interface RunOptions {
  runs: number;
  /** The first run's; each next run takes the next. */
  seed?: number;
  /** Ends the row after the run under way, so that nothing stays mounted; that run counts for nothing. */
  signal?: AbortSignal;
}

export async function runRow(
  row: FaultRow,
  { runs, seed: first = 0, signal }: RunOptions,
): Promise<RowOutcome> {
  const recoveries: number[] = [];
  const examples: string[] = [];
  let violations = 0;
  let failures = 0;
  let done = 0;
  for (let seed = first; done < runs; seed++) {
    const result = await row.run(seed).catch((error: unknown) => {
      failures++;
      return broken(error);
    });
    if (signal?.aborted) break;
    done++;
    if (result.recoveryMs !== null) recoveries.push(result.recoveryMs);
    if (result.violations.length > 0) violations++;
    for (const sentence of result.violations) {
      if (examples.length < MAX_EXAMPLES) examples.push(`seed ${seed}: ${sentence}`);
    }
  }
  const summary = { name: row.name, runs: done, violations, recoveryP95Ms: p95(recoveries) };
  return { summary, examples, isGood: row.isControl ? failures === 0 && violations > 0 : violations === 0 };
}

/** A run that cannot be finished has shown nothing, so it counts as broken. */
function broken(error: unknown): RunResult {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { violations: [`the run itself failed: ${message}`], recoveryMs: null };
}

function p95(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.ceil(0.95 * sorted.length) - 1] as number);
}
