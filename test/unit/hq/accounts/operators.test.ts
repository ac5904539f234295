import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  changePassword,
  createOperator,
  firstOperator,
  givePassword,
  removeOperator,
} from '../../../../hq/accounts/operators.ts';
import { buildPasswords } from '../../../../hq/accounts/passwords.ts';
import { beginSession, useSession } from '../../../../hq/accounts/sessions.ts';
import { signIn } from '../../../../hq/accounts/sign-in.ts';
import { importRegistry } from '../../../../hq/registry/import.ts';
import type { OpenDatabase } from '../../../../hq/storage/database.ts';
import { openTestDatabase } from '../../../fakes/hq-database.ts';
import { NOON_MS } from '../hq-fixture.ts';

const MINUTE_MS = 60_000;
/** PGlite makes a database in 2 s, and on a busy machine in many more. */
const SLOW_START_MS = 60_000;
const passwords = buildPasswords({ logN: 4, r: 8, p: 1 });
let open: OpenDatabase;

beforeAll(async () => {
  open = await openTestDatabase();
}, SLOW_START_MS);
afterAll(() => open.close());
beforeEach(() => open.db.deleteFrom('operators').execute());

async function newOperator() {
  const { id, password } = await createOperator(
    open.db,
    passwords,
    { login: 'someone', role: 'hq', scopeId: '' },
    NOON_MS,
  );
  const attempt = async (tried: string, nowMs = NOON_MS) =>
    (await signIn(open.db, passwords, { login: 'someone', password: tried }, nowMs)).isIn;
  return { id, password, attempt };
}

describe('operators', () => {
  test('begin with one of HQ, whose password is told once', async () => {
    const first = await firstOperator(open.db, passwords, NOON_MS);
    const { login, password } = first ?? { login: '', password: '' };
    expect(login).toBe('admin');
    const result = await signIn(open.db, passwords, { login, password }, NOON_MS);
    expect(result).toMatchObject({ isIn: true, operator: { role: 'hq', scopeId: null, mustChange: true } });
    expect(await firstOperator(open.db, passwords, NOON_MS)).toBeNull();
    const stored = await open.db.selectFrom('operators').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(password);
  });

  test('see a dealer or store of the registry, or are not made', async () => {
    await importRegistry(
      open.db,
      'kind,id,name,brand,dealer,timeZone\nbrand,b,B,,,\ndealer,d,D,b,,\nstore,s,S,,d,UTC',
    );
    const make = (login: string, role: 'dealer' | 'store', scopeId: string) =>
      createOperator(open.db, passwords, { login, role, scopeId }, NOON_MS);
    await make('dealer-d', 'dealer', 'd');
    await expect(make('dealer-x', 'dealer', 's')).rejects.toMatchObject({ code: 'scope-unknown' });
    await expect(make('dealer-d', 'store', 's')).rejects.toMatchObject({ code: 'login-taken' });
    await expect(make('No Name', 'store', 's')).rejects.toMatchObject({ code: 'login-invalid' });
  });

  test('change their password to another of twelve characters or more, knowing the present one', async () => {
    const { id, password, attempt } = await newOperator();
    const operator = { id, login: 'someone', role: 'hq', scopeId: null, mustChange: true } as const;
    const change = (present: string, next: string) =>
      changePassword(open.db, passwords, operator, { present, next });
    await expect(change(password, 'elevenchars')).rejects.toMatchObject({ code: 'password-short' });
    await expect(change(password, password)).rejects.toMatchObject({ code: 'password-same' });
    await expect(change('something else', 'twelve chars!')).rejects.toMatchObject({ code: 'password-wrong' });
    const session = await beginSession(open.db, id, NOON_MS);
    await change(password, 'twelve chars!');
    expect(await useSession(open.db, session, NOON_MS)).toBeUndefined();
    expect([await attempt(password), await attempt('twelve chars!')]).toEqual([false, true]);
  });

  test('lose their sessions with a new one-time password, and all with their removal', async () => {
    const { id, password, attempt } = await newOperator();
    const session = await beginSession(open.db, id, NOON_MS);
    const next = await givePassword(open.db, passwords, id);
    expect(await useSession(open.db, session, NOON_MS)).toBeUndefined();
    expect([await attempt(password), await attempt(next)]).toEqual([false, true]);
    await removeOperator(open.db, id);
    expect(await attempt(next)).toBe(false);
    await expect(givePassword(open.db, passwords, id)).rejects.toMatchObject({ code: 'operator-unknown' });
  });
});

describe('the lock', () => {
  test('comes with the fifth failure for 30 s, doubles with each further one up to an hour, and ends with success', async () => {
    const { password, attempt } = await newOperator();
    for (let failure = 1; failure <= 5; failure++) expect(await attempt('wrong')).toBe(false);
    let nowMs = NOON_MS;
    for (const seconds of [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]) {
      expect(await attempt(password, nowMs + seconds * 1000 - 1)).toBe(false);
      nowMs += seconds * 1000;
      expect(await attempt('wrong', nowMs)).toBe(false);
    }
    nowMs += 3_600_000;
    expect(await attempt(password, nowMs)).toBe(true);
    for (let failure = 1; failure <= 4; failure++) await attempt('wrong', nowMs);
    expect(await attempt(password, nowMs)).toBe(true);
  });

  test('lets many guesses at once have no more than five', async () => {
    const { password, attempt } = await newOperator();
    const matches = vi.fn(passwords.matches);
    const guess = { login: 'someone', password: 'wrong' };
    await Promise.all(
      Array.from({ length: 20 }, () => signIn(open.db, { ...passwords, matches }, guess, NOON_MS)),
    );
    expect(matches.mock.calls.filter(([, stored]) => stored !== null)).toHaveLength(5);
    expect(await attempt(password)).toBe(false);
  });

  test('writes the attempt before it compares, so that a crash in between counts', async () => {
    const { password, attempt } = await newOperator();
    const crashing = { ...passwords, matches: () => Promise.reject(new Error('crash')) };
    for (let i = 0; i < 5; i++)
      await expect(signIn(open.db, crashing, { login: 'someone', password }, NOON_MS)).rejects.toThrow(
        'crash',
      );
    expect(await attempt(password)).toBe(false);
  });

  test('and an unknown login cost one comparison, as a wrong password does', async () => {
    const { attempt } = await newOperator();
    for (let i = 0; i < 5; i++) await attempt('wrong');
    const matches = vi.fn(passwords.matches);
    for (const login of ['someone', 'nobody']) {
      const tried = signIn(open.db, { ...passwords, matches }, { login, password: 'x' }, NOON_MS);
      expect((await tried).isIn).toBe(false);
    }
    expect(matches).toHaveBeenCalledTimes(2);
  });
});

describe('a session', () => {
  test('ends an hour after its last use, twelve hours after it began, and by no clock of the browser', async () => {
    const { id } = await newOperator();
    const idle = await beginSession(open.db, id, NOON_MS);
    expect(await useSession(open.db, idle, NOON_MS + 59 * MINUTE_MS)).toMatchObject({ id });
    expect(await useSession(open.db, idle, NOON_MS + 118 * MINUTE_MS)).toMatchObject({ id });
    expect(await useSession(open.db, idle, NOON_MS + 178 * MINUTE_MS)).toBeUndefined();
    const busy = await beginSession(open.db, id, NOON_MS);
    for (let minute = 30; minute < 720; minute += 30)
      expect(await useSession(open.db, busy, NOON_MS + minute * MINUTE_MS)).toMatchObject({ id });
    expect(await useSession(open.db, busy, NOON_MS + 720 * MINUTE_MS)).toBeUndefined();
  });

  test('is stored as a hash', async () => {
    const { id } = await newOperator();
    const token = await beginSession(open.db, id, NOON_MS);
    const rows = await open.db.selectFrom('operator_sessions').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await useSession(open.db, rows[0]?.token_hash ?? '', NOON_MS)).toBeUndefined();
  });
});
