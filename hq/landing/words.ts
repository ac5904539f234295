/** What the landing pages say, in a shopper's language: by the address, else by her cookie, else by what her browser asks for. */

import { filled, flat, type Leaves, type Values } from '../pages/texts.ts';
import en from './texts/en.json' with { type: 'json' };
import ja from './texts/ja.json' with { type: 'json' };
import zhCN from './texts/zh-CN.json' with { type: 'json' };
import zhTW from './texts/zh-TW.json' with { type: 'json' };

/** Of phones, which are more than the mirror's own. */
export const LANDING_LOCALES = ['zh-CN', 'zh-TW', 'en', 'ja'] as const;
export type LandingLocale = (typeof LANDING_LOCALES)[number];
export type LandingPhrase = Leaves<typeof en>;

export interface LandingWords {
  readonly locale: LandingLocale;
  /** Text, not yet HTML. */
  say(phrase: LandingPhrase, values?: Values): string;
  /** Of what others wrote in some languages, the nearest; '' when there is none. */
  pick(texts: Readonly<Partial<Record<string, string>>>): string;
  price(price: { amount: number; currency: string }): string;
  day(timeMs: number, timeZone: string): string;
  moment(timeMs: number, timeZone: string): string;
}

const TEXTS = { 'zh-CN': flat(zhCN), 'zh-TW': flat(zhTW), en: flat(en), ja: flat(ja) };
/** Who reads one reads the next rather than nothing. */
const NEAREST: Record<LandingLocale, readonly string[]> = {
  'zh-CN': ['zh-CN', 'zh-TW', 'en'],
  'zh-TW': ['zh-TW', 'zh-CN', 'en'],
  en: ['en', 'zh-CN'],
  ja: ['ja', 'en', 'zh-CN'],
};
/** For whoever reads none of the four. */
const ELSE: LandingLocale = 'en';
const TRADITIONAL = /^zh-(tw|hk|mo|hant)\b/;

export const isLandingLocale = (text: unknown): text is LandingLocale =>
  LANDING_LOCALES.some((locale) => locale === text);

/** @param chosen by address or cookie, the stronger first @param accepted the browser's Accept-Language */
export function landingLocaleOf(chosen: readonly unknown[], accepted: string | undefined): LandingLocale {
  const own = chosen.find(isLandingLocale);
  if (own !== undefined) return own;
  for (const range of (accepted ?? '').toLowerCase().split(',')) {
    const language = range.trim();
    if (TRADITIONAL.test(language)) return 'zh-TW';
    const found = LANDING_LOCALES.find((locale) => locale.slice(0, 2) === language.slice(0, 2));
    if (found !== undefined) return found;
  }
  return ELSE;
}

const built = new Map<LandingLocale, LandingWords>();

export function landingWordsIn(locale: LandingLocale): LandingWords {
  const words = built.get(locale) ?? buildWords(locale);
  built.set(locale, words);
  return words;
}

function buildWords(locale: LandingLocale): LandingWords {
  return {
    locale,
    say: (phrase, values) => filled(TEXTS[locale].get(phrase) ?? phrase, values),
    pick: (texts) => NEAREST[locale].map((each) => texts[each]).find((text) => text !== undefined) ?? '',
    price: ({ amount, currency }) =>
      amount.toLocaleString(locale, {
        style: 'currency',
        currency,
        ...(Number.isInteger(amount) && { minimumFractionDigits: 0 }),
      }),
    day: (timeMs, timeZone) => new Date(timeMs).toLocaleDateString(locale, { dateStyle: 'long', timeZone }),
    moment: (timeMs, timeZone) =>
      new Date(timeMs).toLocaleString(locale, {
        month: 'long',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        timeZone,
      }),
  };
}
