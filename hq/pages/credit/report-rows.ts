/** Sums of credit as rows of a file: one figure a row, as it stands in the JSON, with its meaning beside the totals. */
import type { CsvCell } from '../../../main/contract/csv.ts';
import { CREDIT_FIGURES, type CreditCounts, type CreditReport } from '../../credit/report.ts';
import type { Words } from '../words.ts';
import { figureMeaning, figureName } from './figures.ts';

export function reportRows(words: Words, report: CreditReport): CsvCell[][] {
  const { from, to, total } = report;
  const part = (name: string, store: string | null, key: string | null, counts: CreditCounts) =>
    CREDIT_FIGURES.map((figure) => [name, store, key, figure, counts[figure], figureName(words, figure)]);
  return [
    ['part', 'store', 'key', 'figure', 'value', 'meaning'],
    ...Object.entries({ from, to }).map(([name, value]) => ['query', '', '', name, value, '']),
    ...CREDIT_FIGURES.map((figure) => ['total', '', '', figure, total[figure], figureMeaning(words, figure)]),
    ...report.byStore.flatMap((line) => part('byStore', line.store, line.store, line)),
    ...report.byBa.flatMap((line) => part('byBa', line.store, line.ba, line)),
    ...report.byDealer.flatMap((line) => part('byDealer', '', line.dealer, line)),
    ...report.byCarrier.flatMap((line) => part('byCarrier', '', line.carrier, line)),
  ];
}
