/** What staff type where a phone does not scan: eight signs of chance that tell nothing of the token. */
import { randomInt } from 'node:crypto';
import { HUMAN_LENGTH, HUMAN_SIGNS } from '../contract/tokens.ts';

export const newHumanCode = (): string =>
  Array.from({ length: HUMAN_LENGTH }, () => HUMAN_SIGNS[randomInt(HUMAN_SIGNS.length)]).join('');
