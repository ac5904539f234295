/** The fault table as text: a line per row, columns that stand still while the rows come in one after the other. */
import type { RowSummary } from './run-row.ts';

const WIDTHS = [62, 7, 12, 16];

const layOut = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => (i === 0 ? cell.padEnd(WIDTHS[i] as number) : cell.padStart(WIDTHS[i] as number)))
    .join('');

export const HEADING = layOut(['fault', 'runs', 'violations', 'recovery p95']);

export function tellRow({ name, runs, violations, recoveryP95Ms }: RowSummary): string {
  const recovery = recoveryP95Ms === null ? '–' : `${recoveryP95Ms} ms`;
  return layOut([name, String(runs), String(violations), recovery]);
}
