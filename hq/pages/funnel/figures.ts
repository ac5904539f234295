/** The figures of a funnel in the order in which page and file tell of them, how each is written, and where its meaning stands. */

import type { Words } from '../words.ts';

/** From passing by to joining: each is part of the one before, but for passers. */
export const STEPS = ['passers', 'visits', 'tryons', 'codes', 'claims', 'joins'] as const;
export const RATES = [
  'tryonRate',
  'memberConversion',
  'shadesPerMinute',
  'poorTryons',
  'door',
  'till',
  'entryConversion',
] as const;

export type Figure = (typeof STEPS)[number] | (typeof RATES)[number];

const SHARES: readonly Figure[] = ['tryonRate', 'memberConversion', 'entryConversion'];
/** null for want of anything to divide by, not of measuring. */
const RATIOS: readonly Figure[] = [...SHARES, 'shadesPerMinute'];

/** A ratio that is null had nothing to divide by; a count that is null was not measured. */
export const absenceOf = (words: Words, figure: Figure): string =>
  words.say(RATIOS.includes(figure) ? 'funnel.nothingToDivide' : 'funnel.notMeasured');

export function written(words: Words, figure: Figure, value: number | null): string {
  if (value === null) return absenceOf(words, figure);
  if (SHARES.includes(figure)) return words.percent(value);
  return words.number(value, figure === 'shadesPerMinute' ? 1 : 0);
}

export const nameOf = (words: Words, figure: Figure): string => words.say(`figure.${figure}`);
export const meaningOf = (words: Words, figure: Figure): string => words.say(`meaning.${figure}`);
