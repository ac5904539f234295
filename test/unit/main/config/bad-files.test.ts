/** Files as people really break them: each is refused with a sentence that names key and line, and the mirror runs on with the last good one. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SAMPLE_CATALOGUE } from '../../../../main/catalog/catalogue.ts';
import { LiveValue } from '../../../../main/live-value.ts';
import { startService } from '../../../../main/service.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

type File = 'vermilion.json' | 'brand.json';

const GOOD_SETTINGS = '{\n  "locale": "en",\n  "port": 0,\n  "catalogue": "brand.json"\n}\n';
const GOOD_CATALOGUE = readFileSync(SAMPLE_CATALOGUE, 'utf8');

/** The sample with one text replaced once. */
const spoilt = (text: string, by: string): string => {
  expect(GOOD_CATALOGUE).toContain(text);
  return GOOD_CATALOGUE.replace(text, () => by);
};

function becomeFolder(path: string): void {
  rmSync(path);
  mkdirSync(path);
}

/** What is written over the good file (a function acts on its path), and what the sentence must say. */
const CASES: [string, File, string | Uint8Array | ((path: string) => void), RegExp][] = [
  ['cut in the middle', 'vermilion.json', '{\n  "locale": "en",\n  "po', /not JSON from line 3 on/],
  ['empty', 'vermilion.json', '', /not JSON from line 1 on/],
  ['a comma too many', 'vermilion.json', '{\n  "port": 0,\n}\n', /not JSON from line 3 on/],
  ['a comment', 'vermilion.json', '{\n  // the port\n  "port": 0\n}', /not JSON from line 2 on/],
  ['single quotes', 'vermilion.json', "{\n  'port': 0\n}", /not JSON from line 2 on/],
  ['a list', 'vermilion.json', '[]', /line 1, the whole: /],
  [
    'a misspelt key',
    'vermilion.json',
    '{\n  "local": "en"\n}',
    /line 2, local: is not a key that is known here/,
  ],
  ['a key twice', 'vermilion.json', '{\n  "port": 0,\n  "port": 5000\n}', /line 3, port: stands there twice/],
  ['a port that is text', 'vermilion.json', '{\n  "port": "4460"\n}', /line 2, port: must be 0 or from 1024/],
  ['a port out of range', 'vermilion.json', '{"port": 80}', /line 1, port: must be 0 or from 1024 to 65535/],
  ['an unknown language', 'vermilion.json', '{\n\n"locale": "fr"}', /line 3, locale: /],
  [
    'a turn of 45°',
    'vermilion.json',
    '{"camera": {\n"rotation": 45}}',
    /line 2, camera\.rotation: .*0\|90\|180\|270/,
  ],
  ['an odd resolution', 'vermilion.json', '{"camera": {"resolution": "4K"}}', /line 1, camera\.resolution: /],
  [
    'a short checksum',
    'vermilion.json',
    '{"faceBundle": {"path": "a",\n"sha256": "12"}}',
    /line 2, faceBundle\.sha256: must be 64/,
  ],
  [
    'not text',
    'vermilion.json',
    new Uint8Array([0xff, 0xfe, 0x7b, 0x00]),
    /is not text in UTF-8: save it as UTF-8/,
  ],
  ['a folder', 'vermilion.json', becomeFolder, /is not a file: name the file itself/],
  ['gone', 'brand.json', (path) => rmSync(path), /cannot be read: check that it is there/],
  ['cut in the middle', 'brand.json', GOOD_CATALOGUE.slice(0, 1000), /not JSON from line \d\d on/],
  ['no shades', 'brand.json', '{"brand": {"zh-CN": "甲", "en": "A"},\n"shades": []}', /line 2, shades: /],
  [
    'a colour by name',
    'brand.json',
    spoilt('"#b67a68"', '"red"'),
    /line 16, shades\[0\]\.swatch: must be a colour such as/,
  ],
  [
    'a wrong check digit',
    'brand.json',
    spoilt('"2900401000013"', '"2900401000014"'),
    /line 9, shades\[0\]\.gtin: .*check digit/,
  ],
  [
    'a finish nobody makes',
    'brand.json',
    spoilt('"finish": "matte"', '"finish": "velvet"'),
    /line 15, shades\[0\]\.finish: /,
  ],
  [
    'coverage in percent',
    'brand.json',
    spoilt('"coverage": 0.92', '"coverage": 92'),
    /line 17, shades\[0\]\.coverage: must be from 0 to 1/,
  ],
  [
    'a SKU twice',
    'brand.json',
    spoilt('"VA-S01"', '"VA-M01"'),
    /shades\[1\]\.sku: VA-M01 is already used by shades\[0\]/,
  ],
  [
    'a language missing',
    'brand.json',
    spoilt('"en": "Bare Linen"', '"fr": "Lin"'),
    /shades\[0\]\.name\.(en|fr): /,
  ],
  [
    'a price without currency',
    'brand.json',
    spoilt('"currency": "CNY"', '"currency": "yuan"'),
    /shades\[0\]\.price\.currency: must be a currency code/,
  ],
];

function spoil(path: string, how: (typeof CASES)[number][2]): void {
  if (typeof how === 'function') how(path);
  else writeFileSync(path, how);
}

test.each(CASES)('%s: %s', async (_what, file, how, sentence) => {
  const folder = tempFolder({ 'vermilion.json': GOOD_SETTINGS, 'brand.json': GOOD_CATALOGUE });
  const said: string[] = [];
  const latest = new LiveValue('');
  const say = (text: string) => {
    said.push(text);
    latest.set(text);
  };
  const start = () => startService({ args: [], environment: {}, folder, say });
  const before = start();
  spoil(join(folder, file), how);
  // While it runs …
  for await (const text of latest.follow(AbortSignal.timeout(5000))) if (text !== '') break;
  expect(said.at(-1)).toMatch(sentence);
  expect(said.at(-1)).toContain(file);
  expect(said.at(-1)).toContain('Until then the last good one is used.');
  expect(await before.metrics()).toMatch(/vermilion_file_refused{file="\w+"} 1/);
  await before.stop();
  // … and when it is started anew.
  said.length = 0;
  const after = start();
  onTestFinished(() => after.stop());
  expect(said.join()).toMatch(sentence);
  expect(after.settings).toEqual(before.settings);
  expect(after.settings.locale).toBe('en');
});

test('without a last good one the start is refused with the same sentence', () => {
  const folder = tempFolder({ 'vermilion.json': '{\n  "port": 80\n}' });
  const start = () => startService({ args: [], environment: {}, folder });
  expect(start).toThrow(/line 2, port: must be 0 or from 1024 to 65535/);
});

test.skipIf(process.getuid?.() === 0)('a data folder that cannot be made is named', () => {
  const folder = tempFolder();
  chmodSync(folder, 0o500);
  expect(() => startService({ args: [], environment: {}, folder })).toThrow(
    expect.objectContaining({ code: 'data-unusable' }),
  );
});

test('a file where the data folder should be is named', () => {
  const folder = tempFolder({ data: 'a file' });
  expect(() => startService({ args: [], environment: {}, folder })).toThrow(
    expect.objectContaining({ code: 'data-unusable' }),
  );
});
