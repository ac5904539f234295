/** Names, codes and texts from elsewhere on the screen, and that every carrier has its words. */
import { expect, test, vi } from 'vitest';
import { CARRIERS } from '../../../../../main/contract/carriers.ts';
import { LOCALES } from '../../../../../main/contract/locales.ts';
import { readHumanCode } from '../../../../../main/contract/tokens.ts';
import { locale, speak, t, textOrNull } from '../../../../../renderer/i18n/texts.ts';
import {
  groupHumanCode,
  isLong,
  localText,
  monogram,
} from '../../../../../renderer/screens/take-home/spelling.ts';

test('a human code is shown as four signs and four, and read back as it was', () => {
  expect(groupHumanCode('7K4M92QD')).toBe('7K4M 92QD');
  expect(readHumanCode(groupHumanCode('7K4M92QD'))).toBe('7K4M92QD');
});

test.each([
  ['Advisor A', 'AA'],
  ['advisor number seven', 'AS'],
  ['Advisor', 'A'],
  ['顾问甲', '顾'],
  ['𠮷田 A', '𠮷A'],
  ['  ', ''],
])('%s is %s in a monogram', (name, letters) => {
  expect(monogram(name)).toBe(letters);
});

test('a text that was not written in her language is shown in one that it was written in', () => {
  expect(localText({ 'zh-CN': '红', en: 'red' }, 'zh-CN')).toBe('红');
  expect(localText({ en: 'red', ja: '赤' }, 'zh-CN')).toBe('red');
  expect(localText({ ja: '赤' }, 'en')).toBe('赤');
  expect(localText({}, 'en')).toBe('');
});

test('a text is long by the width that it takes, not by its number of signs', () => {
  expect([isLong('x'.repeat(20), 20), isLong('x'.repeat(21), 20)]).toEqual([false, true]);
  expect([isLong('红'.repeat(10), 20), isLong('红'.repeat(11), 20)]).toEqual([false, true]);
});

test.each(LOCALES)('in %s every carrier says what to do in a title and three steps', async (tag) => {
  vi.stubGlobal('document', { documentElement: {} });
  await speak(tag);
  expect(locale.value).toBe(tag);
  for (const carrier of CARRIERS) {
    const words = ['title', 'first', 'second', 'third'].map((part) =>
      textOrNull(`takeHome.carrier.${carrier}.${part}`),
    );
    expect(
      words.every((each) => each !== null && each.length > 3 && each.length < 48),
      carrier,
    ).toBe(true);
  }
  for (const contact of ['new', 'known']) {
    const titles = ['claimed', 'joined'].map((occasion) => t(`takeHome.thanks.${contact}.${occasion}.title`));
    expect(new Set(titles).size).toBe(2);
  }
});
