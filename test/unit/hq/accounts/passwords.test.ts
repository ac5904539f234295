import { expect, test } from 'vitest';
import { buildPasswords, oneTimePassword, SCRYPT_COST } from '../../../../hq/accounts/passwords.ts';

const CHEAP = { logN: 4, r: 8, p: 1 };

test('a password is kept by scrypt at 2^17, 8, 1 with a salt of its own, and only the same one matches', async () => {
  const passwords = buildPasswords();
  const stored = await passwords.hash('correct horse battery');
  expect(SCRYPT_COST).toEqual({ logN: 17, r: 8, p: 1 });
  expect(stored).toMatch(/^scrypt\$17\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  expect(await passwords.matches('correct horse battery', stored)).toBe(true);
  expect(await passwords.matches('correct horse batterz', stored)).toBe(false);
});

test('the same password is stored differently each time, and nobody’s matches nothing', async () => {
  const passwords = buildPasswords(CHEAP);
  expect(await passwords.hash('a')).not.toBe(await passwords.hash('a'));
  expect(await passwords.matches('a', null)).toBe(false);
});

test('a password matches however its letters were composed', async () => {
  const passwords = buildPasswords(CHEAP);
  expect(await passwords.matches('cafe\u0301', await passwords.hash('caf\u00e9'))).toBe(true);
});

test('a hash of another cost is still understood', async () => {
  const stored = await buildPasswords({ logN: 5, r: 4, p: 1 }).hash('older password');
  expect(await buildPasswords(CHEAP).matches('older password', stored)).toBe(true);
});

test('the event loop goes on while a password is hashed', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await buildPasswords().hash('while others are served');
  clearInterval(timer);
  expect(turns).toBeGreaterThan(5);
});

test('one-time passwords differ and hold no letters that look alike', () => {
  const many = new Set(Array.from({ length: 100 }, oneTimePassword));
  expect(many.size).toBe(100);
  for (const each of many) expect(each).toMatch(/^[2-9a-hj-km-np-z]{5}(-[2-9a-hj-km-np-z]{5}){3}$/);
});
