/** The figures of credit in the order in which page and file tell of them, how each is called and what it means. */
import type { CreditFigure } from '../../credit/report.ts';
import type { Words } from '../words.ts';

export function figureName(words: Words, figure: CreditFigure): string {
  if (figure === 'claims') return words.say('credit.claims');
  return figure === 'untold' || figure === 'opened'
    ? words.say(`credit.${figure}`)
    : words.say(`outcome.${figure}`);
}

/** At the head of a narrow column. */
export const shortName = (words: Words, figure: CreditFigure): string =>
  figure === 'untold' || figure === 'opened' ? words.say(`credit.${figure}Short`) : figureName(words, figure);

export function figureMeaning(words: Words, figure: CreditFigure): string {
  if (figure === 'claims') return words.say('credit.claimsMeaning');
  return figure === 'untold' || figure === 'opened'
    ? words.say(`credit.${figure}Meaning`)
    : words.say(`outcomeMeaning.${figure}`);
}
