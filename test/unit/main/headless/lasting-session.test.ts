/** The cookie's secret over restarts. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lastingSession } from '../../../../main/headless/lasting-session.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

test('the secret lasts, the token does not, and only the owner can read the file', () => {
  const path = join(tempFolder(), 'data/secret');
  const [one, other] = [lastingSession(path), lastingSession(path)];
  expect(other.secret).toBe(one.secret);
  expect(other.token).not.toBe(one.token);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a spoilt file is made anew', () => {
  const path = join(tempFolder(), 'secret');
  writeFileSync(path, 'short');
  const { secret } = lastingSession(path);
  expect(secret).toHaveLength(43);
  expect(readFileSync(path, 'utf8')).toBe(secret);
});

test('where the disk refuses, a fresh secret is used', () => {
  const folder = tempFolder({ 'a file': '' });
  for (const path of [folder, join(folder, 'a file/secret')]) {
    expect(lastingSession(path).secret).toHaveLength(43);
  }
});
