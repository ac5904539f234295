/**
 * Who is signed in: a random token in the browser's cookie, its hash in the database. A session ends twelve hours after
 * it began, an hour after it was last used, or when its operator signs out or gets another password.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { HqDatabase } from '../storage/schema.ts';
import { type Operator, operatorOf } from './operators.ts';

const LASTS_MS = 12 * 3_600_000;
const IDLE_MS = 3_600_000;
/** Uses within this time of the last noted one are not written. */
const NOTED_EVERY_MS = 60_000;

/** 32 random bytes: what a cookie holds. */
export const newToken = (): string => randomBytes(32).toString('base64url');

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** What forms must send back. Who cannot read the cookie or the page cannot tell it, nor the cookie from it. */
export const csrfOf = (token: string): string =>
  createHash('sha256').update(`form\n${token}`).digest('base64url');

/** @returns the token for the cookie, kept nowhere else */
export async function beginSession(db: HqDatabase, operatorId: string, nowMs: number): Promise<string> {
  const token = newToken();
  await db.deleteFrom('operator_sessions').where('expires_ms', '<=', nowMs).execute();
  await db
    .insertInto('operator_sessions')
    .values({
      token_hash: hashOf(token),
      operator_id: operatorId,
      expires_ms: nowMs + LASTS_MS,
      seen_ms: nowMs,
    })
    .execute();
  return token;
}

/** @returns whose session it is; undefined when it is over or was never one */
export async function useSession(
  db: HqDatabase,
  token: string,
  nowMs: number,
): Promise<Operator | undefined> {
  const row = await db
    .selectFrom('operator_sessions as session')
    .innerJoin('operators as operator', 'operator.operator_id', 'session.operator_id')
    .where('session.token_hash', '=', hashOf(token))
    .where('session.expires_ms', '>', nowMs)
    .where('session.seen_ms', '>', nowMs - IDLE_MS)
    .select(['operator.operator_id', 'login', 'role', 'scope_id', 'must_change', 'seen_ms'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.seen_ms <= nowMs - NOTED_EVERY_MS) {
    await db
      .updateTable('operator_sessions')
      .set({ seen_ms: nowMs })
      .where('token_hash', '=', hashOf(token))
      .execute();
  }
  return operatorOf(row);
}

export async function endSession(db: HqDatabase, token: string): Promise<void> {
  await db.deleteFrom('operator_sessions').where('token_hash', '=', hashOf(token)).execute();
}
