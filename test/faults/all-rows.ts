/** The fault table: every row there is, in the order in which it is run. */
import { hqRows } from './hq/rows.ts';
import { modelRows } from './model/rows.ts';
import type { FaultRow } from './row.ts';
import { storeRows } from './store/rows.ts';
import { wireRows } from './wire/rows.ts';

export const ALL_ROWS: readonly FaultRow[] = [...storeRows, ...modelRows, ...wireRows, ...hqRows];
