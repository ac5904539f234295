/** The rows of the wire, in the order of the table in the fault matrix. */
import type { FaultRow } from '../row.ts';
import { backlogRows } from './backlog-rows.ts';
import { clockRows } from './clock-rows.ts';
import { lineRows } from './line-rows.ts';
import { replyRows } from './reply-rows.ts';

export const wireRows: readonly FaultRow[] = [...lineRows, ...replyRows, ...clockRows, ...backlogRows];
