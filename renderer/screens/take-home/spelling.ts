/** How names, codes and texts from elsewhere are put on the screen. */
import type { Locale } from '../../../main/contract/locales.ts';

const GROUP = 4;

/** A human code as it is read out: four signs and four. */
export const groupHumanCode = (code: string): string =>
  code.replaceAll(new RegExp(`.{${GROUP}}(?=.)`, 'g'), '$& ');

/** What stands for a person without a picture: initials, or the first sign of a name that is written without spaces. */
export function monogram(name: string): string {
  const words = name.split(/[\s·・]+/u).filter(Boolean);
  const firsts = words.map((word) => Array.from(word)[0] ?? '');
  const initials = words.length < 2 ? firsts : [firsts[0], firsts.at(-1)];
  return initials.join('').toLocaleUpperCase('en');
}

/** In the language of the screen where there is one, else in English, else in any; '' when nothing was written. */
export const localText = (texts: Readonly<Record<string, string>>, locale: Locale): string =>
  texts[locale] ?? texts.en ?? Object.values(texts)[0] ?? '';

/** East Asian signs are twice as wide as letters. */
const WIDE = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/gu;

/** What is longer than so many letters' widths is set smaller, so that the code keeps its room. */
export const isLong = (text: string, letters: number): boolean =>
  text.length + (text.match(WIDE)?.length ?? 0) > letters;
