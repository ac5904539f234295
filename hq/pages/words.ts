/** The words of the pages in the reader's language: from a cookie when she chose one, else from what her browser asks for. */
import { LOCALES, type Locale } from '../../main/contract/locales.ts';
import en from '../i18n/en.json' with { type: 'json' };
import zhCN from '../i18n/zh-CN.json' with { type: 'json' };
import { filled, flat, type Leaves, type Values } from './texts.ts';

/** The address of a text in hq/i18n, such as `fleet.title`. */
export type Phrase = Leaves<typeof en>;

export interface Words {
  readonly locale: Locale;
  /** Values take the places of `{{name}}`; what comes out is text, not yet HTML. */
  say(phrase: Phrase, values?: Values): string;
  number(value: number, digits?: number): string;
  percent(share: number): string;
  /** `3 minutes ago`. */
  ago(ms: number): string;
  /** Date and time in a zone. */
  moment(timeMs: number, timeZone: string): string;
  /** `2026-11-22` as a reader writes it, with its weekday. */
  day(day: string): string;
}

const TEXTS = { 'zh-CN': flat(zhCN), en: flat(en) } satisfies Record<Locale, Map<string, string>>;
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

const built = new Map<Locale, Words>();

export function wordsIn(locale: Locale): Words {
  const words = built.get(locale) ?? buildWords(locale);
  built.set(locale, words);
  return words;
}

/** @param chosen the cookie's value @param accepted the browser's Accept-Language */
export function localeOf(chosen: string | undefined, accepted: string | undefined): Locale {
  const own = LOCALES.find((locale) => locale === chosen);
  if (own) return own;
  for (const range of (accepted ?? '').split(',')) {
    const language = range.trim().slice(0, 2).toLowerCase();
    const found = LOCALES.find((locale) => locale.slice(0, 2) === language);
    if (found) return found;
  }
  return LOCALES[0];
}

function buildWords(locale: Locale): Words {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const calendar = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  });
  return {
    locale,
    say: (phrase, values) => filled(TEXTS[locale].get(phrase) ?? phrase, values),
    number: (value, digits = 0) =>
      value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    percent: (share) =>
      share.toLocaleString(locale, {
        style: 'percent',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      }),
    ago(ms) {
      const [unit, size] = UNITS.find(([, each]) => ms >= each) ?? (['second', 1000] as const);
      return relative.format(-Math.floor(ms / size), unit);
    },
    moment: (timeMs, timeZone) =>
      new Date(timeMs).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone }),
    day: (day) => calendar.format(new Date(`${day}T00:00:00Z`)),
  };
}
