/** The rows of the store: everything that can happen to a database and the process that writes it. */
import type { FaultRow } from '../row.ts';
import { damageRows } from './damage-rows.ts';
import { diskRows } from './disk-rows.ts';
import { killRows } from './kill-rows.ts';
import { openerRows } from './opener-rows.ts';
import { powerCutRows } from './power-cut-rows.ts';

export const storeRows: readonly FaultRow[] = [
  ...killRows,
  ...openerRows,
  ...powerCutRows,
  ...diskRows,
  ...damageRows,
];
