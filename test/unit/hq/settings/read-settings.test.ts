/** HQ's settings file: taken whole, or refused with a sentence that names the key and none of its secrets. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_HQ_SETTINGS } from '../../../../hq/settings/hq-settings.ts';
import { readHqSettings } from '../../../../hq/settings/read-settings.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const read = (text: string) => readHqSettings(join(tempFolder({ 'hq.json': text }), 'hq.json'));

test('what the file leaves out has its default', () => {
  expect(read('{}')).toEqual(DEFAULT_HQ_SETTINGS);
  const settings = read('{"publicAddress": "https://hq.example", "membership": {"ask": "phone"}}');
  expect(settings).toMatchObject({
    publicAddress: 'https://hq.example',
    membership: { ask: 'phone', country: 'CN', marketing: { version: '1' } },
    credit: { known: 'bound' },
  });
});

test.each([
  ['{"publicAddress": "http://hq.example"}', 'settings-invalid', 'publicAddress: must be https'],
  ['{"credit": {"known": "mine"}}', 'settings-invalid', 'credit.known: '],
  [
    '{"wecom": {"corpId": "c", "tokn": "t"}}',
    'settings-invalid',
    'wecom.tokn: is not a key that is known here',
  ],
  ['[]', 'settings-invalid', 'the whole: '],
  ['{"publicAddress": ', 'settings-not-json', 'are not JSON'],
])('the file %s is refused', (text, code, complaint) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code }));
  expect(() => read(text)).toThrow(complaint);
});

test('no sentence repeats a secret of the file', () => {
  const secret = 'a-secret-of-the-platform';
  for (const text of [
    `{"wecom": {"corpId": "c", "token": "t", "encodingAesKey": "${secret}"}}`,
    `{"line": {"channelSecret": "${secret}"`,
  ])
    expect(() => read(text)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
});

test('a file that is named must be there', () => {
  const path = join(tempFolder(), 'nowhere.json');
  expect(() => readHqSettings(path)).toThrow(expect.objectContaining({ code: 'settings-unreadable' }));
});
