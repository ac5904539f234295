/**
 * The session of `npm start`: a token that is new with each start, and a secret that lasts, so that a window still open
 * when the service comes back is let in again.
 */
import { existsSync, readFileSync } from 'node:fs';
import { writeAtomically } from '../config/atomic-file.ts';
import { newSession, type Session } from './guard.ts';

const OWNER_ONLY = 0o600;
/** 32 bytes in base64url. */
const SECRET = /^[\w-]{43}$/;

/** Keeps the secret in `path`; one that is missing or spoilt is made anew. Throws the system's error. */
export function lastingSession(path: string): Session {
  const kept = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const fresh = newSession();
  if (SECRET.test(kept)) return { ...fresh, secret: kept };
  writeAtomically(path, fresh.secret, OWNER_ONLY);
  return fresh;
}
