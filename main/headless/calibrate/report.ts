/** What the person at the machine reads: the table of patches, and what it means. */
import type { Table } from '../../calibrate/calibrate.ts';

export function tableText({ rows, meanBefore, maxBefore, mean, max }: Table): string {
  const line = (name: string, known: string, corrected: string, before: string, after: string) =>
    [name.padEnd(6), known.padEnd(9), corrected.padEnd(10), before.padStart(7), after.padStart(7)].join(' ');
  const number = (value: number) => value.toFixed(1);
  return [
    line('patch', 'card', 'corrected', 'before', 'after'),
    ...rows.map((row) => line(row.name, row.known, row.corrected, number(row.before), number(row.after))),
    line('mean', '', '', number(meanBefore), number(mean)),
    line('max', '', '', number(maxBefore), number(max)),
    'Differences are CIEDE2000: 1 is just visible side by side.',
  ].join('\n');
}

/** "20 % dimmer", for a light that changed since; empty when it hardly did. */
export function brightnessText(ratio: number): string {
  const percent = Math.round(100 * Math.abs(ratio - 1));
  return percent < 10 ? '' : ` The picture is ${percent} % ${ratio > 1 ? 'brighter' : 'dimmer'} than it was.`;
}
