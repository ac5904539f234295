/**
 * Who may look into HQ: all of it (role hq), one dealer's stores, or one store. Operators are logins, not people: no name
 * is kept. A password that somebody else has seen works once, to set another.
 */
import { v7 as newId } from 'uuid';
import { CodedError } from '../../main/contract/coded-error.ts';
import type { HqDatabase, HqTables } from '../storage/schema.ts';
import {
  buildPasswords,
  LONGEST_PASSWORD,
  oneTimePassword,
  type Passwords,
  SHORTEST_PASSWORD,
} from './passwords.ts';

export const ROLES = ['hq', 'dealer', 'store'] as const;
export type Role = (typeof ROLES)[number];

export interface Operator {
  readonly id: string;
  readonly login: string;
  readonly role: Role;
  /** The dealer's or the store's id; null for role hq. */
  readonly scopeId: string | null;
  readonly mustChange: boolean;
}

export type OperatorErrorCode =
  | 'login-invalid'
  | 'login-taken'
  | 'scope-unknown'
  | 'operator-unknown'
  | 'password-short'
  | 'password-long'
  | 'password-same'
  | 'password-wrong';

const LOGIN = /^[a-z0-9][a-z0-9._-]{2,63}$/;
const FIRST_LOGIN = 'admin';

export const operatorOf = (
  row: Pick<HqTables['operators'], 'operator_id' | 'login' | 'role' | 'scope_id' | 'must_change'>,
): Operator => ({
  id: row.operator_id,
  login: row.login,
  role: row.role,
  scopeId: row.scope_id,
  mustChange: row.must_change,
});

interface NewOperator {
  login: string;
  role: Role;
  /** Left aside for role hq. */
  scopeId: string;
}

/**
 * Makes the operator of a new HQ, who then makes the others.
 * @returns what to print, once: the password is kept nowhere; null when HQ has operators
 */
export async function firstOperator(
  db: HqDatabase,
  passwords = buildPasswords(),
  nowMs = Date.now(),
): Promise<{ login: string; password: string } | null> {
  const some = await db.selectFrom('operators').select('operator_id').limit(1).executeTakeFirst();
  if (some !== undefined) return null;
  const { password } = await createOperator(
    db,
    passwords,
    { login: FIRST_LOGIN, role: 'hq', scopeId: '' },
    nowMs,
  );
  return { login: FIRST_LOGIN, password };
}

/** Throws `login-invalid`, `login-taken` or `scope-unknown`. @returns the one-time password, to be shown once */
export async function createOperator(
  db: HqDatabase,
  passwords: Passwords,
  { login, role, scopeId }: NewOperator,
  nowMs: number,
): Promise<{ id: string; password: string }> {
  if (!LOGIN.test(login))
    throw fault('login-invalid', 'A login is 3 to 64 small letters, digits, dots, hyphens or underscores.');
  if (!(await isScope(db, role, scopeId)))
    throw fault('scope-unknown', `The registry has no ${role} "${scopeId}": import it first.`);
  const password = oneTimePassword();
  const row = {
    operator_id: newId(),
    login,
    role,
    scope_id: role === 'hq' ? null : scopeId,
    password_hash: await passwords.hash(password),
    must_change: true,
    failures: 0,
    locked_until_ms: 0,
    created_ms: nowMs,
  };
  const made = await db
    .insertInto('operators')
    .values(row)
    .onConflict((conflict) => conflict.column('login').doNothing())
    .returning('operator_id')
    .executeTakeFirst();
  if (made === undefined) throw fault('login-taken', `The login "${login}" is taken: choose another.`);
  return { id: row.operator_id, password };
}

/** Ends its sessions and its lock. Throws `operator-unknown`. @returns a one-time password, to be shown once */
export async function givePassword(db: HqDatabase, passwords: Passwords, id: string): Promise<string> {
  const password = oneTimePassword();
  await storePassword(db, id, await passwords.hash(password), true);
  return password;
}

/** Ends all its sessions. Throws `password-wrong`, `password-short`, `password-long` or `password-same`. */
export async function changePassword(
  db: HqDatabase,
  passwords: Passwords,
  operator: Operator,
  { present, next }: { present: string; next: string },
): Promise<void> {
  if (next.length < SHORTEST_PASSWORD)
    throw fault('password-short', `A password has ${SHORTEST_PASSWORD} characters or more.`);
  if (next.length > LONGEST_PASSWORD)
    throw fault('password-long', `A password has ${LONGEST_PASSWORD} characters at the most.`);
  if (next === present) throw fault('password-same', 'The new password must differ from the present one.');
  const row = await db
    .selectFrom('operators')
    .select('password_hash')
    .where('operator_id', '=', operator.id)
    .executeTakeFirst();
  if (!(await passwords.matches(present, row?.password_hash ?? null)))
    throw fault('password-wrong', 'The present password is not right.');
  await storePassword(db, operator.id, await passwords.hash(next), false);
}

/** With its sessions. Throws `operator-unknown`. */
export async function removeOperator(db: HqDatabase, id: string): Promise<void> {
  const gone = await db.deleteFrom('operators').where('operator_id', '=', id).returning('login').execute();
  if (gone.length === 0) throw unknown();
}

async function storePassword(db: HqDatabase, id: string, hash: string, mustChange: boolean): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const changed = await tx
      .updateTable('operators')
      .set({ password_hash: hash, must_change: mustChange, failures: 0, locked_until_ms: 0 })
      .where('operator_id', '=', id)
      .returning('login')
      .execute();
    if (changed.length === 0) throw unknown();
    await tx.deleteFrom('operator_sessions').where('operator_id', '=', id).execute();
  });
}

async function isScope(db: HqDatabase, role: Role, id: string): Promise<boolean> {
  if (role === 'hq') return true;
  const found =
    role === 'dealer'
      ? await db.selectFrom('dealers').select('dealer_id').where('dealer_id', '=', id).execute()
      : await db.selectFrom('stores').select('store_id').where('store_id', '=', id).execute();
  return found.length > 0;
}

const fault = (code: OperatorErrorCode, sentence: string) =>
  new CodedError<OperatorErrorCode>(code, sentence);
const unknown = () => fault('operator-unknown', 'There is no such operator any more.');
