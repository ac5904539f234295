/**
 * Checks a login and its password. The attempt is written before the password is compared, in one statement, so neither
 * parallel guesses nor a restart give more of them: the fifth failure locks the login for 30 s, each further one for
 * twice as long, up to an hour. A wrong password, an unknown login and a locked one look the same and take as long.
 */
import { sql } from 'kysely';
import type { HqDatabase } from '../storage/schema.ts';
import { type Operator, operatorOf } from './operators.ts';
import type { Passwords } from './passwords.ts';

const FREE_FAILURES = 4;
const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 3_600_000;
/** 30 s · 2^7 is over an hour. */
const MOST_DOUBLINGS = 7;

type SignIn =
  | { isIn: true; operator: Operator }
  /** `operatorId` is for the audit: null when nobody has the login. */
  | { isIn: false; operatorId: string | null };

export async function signIn(
  db: HqDatabase,
  passwords: Passwords,
  { login, password }: { login: string; password: string },
  nowMs: number,
): Promise<SignIn> {
  const row = await takeAttempt(db, login, nowMs);
  if (await passwords.matches(password, row?.password_hash ?? null)) {
    const operator = operatorOf(row as NonNullable<typeof row>);
    await db
      .updateTable('operators')
      .set({ failures: 0, locked_until_ms: 0 })
      .where('operator_id', '=', operator.id)
      .execute();
    return { isIn: true, operator };
  }
  return { isIn: false, operatorId: row?.operator_id ?? null };
}

/** @returns the operator as long as the login may be tried */
function takeAttempt(db: HqDatabase, login: string, nowMs: number) {
  const doublings = sql<number>`least(failures - ${FREE_FAILURES}, ${MOST_DOUBLINGS})`;
  const lockMs = sql<number>`least(${FIRST_LOCK_MS} * power(2, ${doublings}), ${LONGEST_LOCK_MS})`;
  return db
    .updateTable('operators')
    .set({
      failures: sql<number>`failures + 1`,
      locked_until_ms: sql<number>`CASE WHEN failures < ${FREE_FAILURES} THEN 0 ELSE ${nowMs} + ${lockMs} END`,
    })
    .where('login', '=', login)
    .where('locked_until_ms', '<=', nowMs)
    .returning(['operator_id', 'login', 'role', 'scope_id', 'must_change', 'password_hash'])
    .executeTakeFirst();
}
