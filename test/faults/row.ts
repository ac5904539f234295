/**
 * One row of the fault table: a fault, how often it is run, and what one seeded run of it finds. Rows
 * are collected by cli.ts (`npm run faults`) and by the quick tests; each folder here owns its rows.
 */

/** `quick` and `full` are the runs in `npm test` and in `npm run faults`; 0 means: not there. */
export interface FaultRow {
  name: string;
  quick: number;
  full: number;
  run(seed: number): Promise<{ violations: string[]; recoveryMs: number | null }>;
  /** Proves that the row can see a loss: where it stands, its runs must find violations. */
  isControl?: true;
  /** Why this machine cannot run it, in one sentence; null where it can. */
  unavailable?(): string | null;
}

export type RunResult = Awaited<ReturnType<FaultRow['run']>>;
