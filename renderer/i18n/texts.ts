/**
 * All words on the screen, in the languages of main/contract/locales.ts. Components read `t` inside render and follow
 * `locale`, so a change of language redraws them.
 */
import { signal } from '@preact/signals';
import i18next from 'i18next';
import { LOCALES, type Locale } from '../../main/contract/locales.ts';
import en from './en.json' with { type: 'json' };
import zhCN from './zh-CN.json' with { type: 'json' };

export const locale = signal<Locale>('zh-CN');

const resources: Record<Locale, { translation: typeof zhCN }> = {
  'zh-CN': { translation: zhCN },
  en: { translation: en },
};

void i18next.init({ lng: locale.value, resources, interpolation: { escapeValue: false }, initAsync: false });

export async function speak(next: Locale): Promise<void> {
  await i18next.changeLanguage(next);
  document.documentElement.lang = next;
  locale.value = next;
}

/** The language after the current one. */
export const nextLocale = (): Locale =>
  LOCALES[(LOCALES.indexOf(locale.value) + 1) % LOCALES.length] as Locale;

/** A text by its key in the JSON files, such as `demo.title`. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  return i18next.t(key, { ...values, lng: locale.value });
}

/** The same where a text may be missing, such as the name of a brand's own family. */
export const textOrNull = (key: string): string | null =>
  i18next.exists(key, { lng: locale.value }) ? t(key) : null;
