/**
 * The session of `npm start`: a token that is new with each start, and a secret that lasts, so that a window still open
 * when the service comes back is let in again.
 */
import { readFileSync } from 'node:fs';
import { writeAtomically } from '../config/atomic-file.ts';
import { newSession, type Session } from './guard.ts';

const OWNER_ONLY = 0o600;
/** 32 bytes in base64url. */
const SECRET = /^[\w-]{43}$/;

/**
 * Keeps the secret in `path`; one that is missing or spoilt is made anew. Where the disk refuses, the secret lasts as long
 * as this process.
 */
export function lastingSession(path: string): Session {
  const fresh = newSession();
  const kept = keptSecret(path);
  if (kept !== undefined) return { ...fresh, secret: kept };
  try {
    writeAtomically(path, fresh.secret, OWNER_ONLY);
  } catch {
    // The mirror works without it; only a window that is open over a restart must be opened again.
  }
  return fresh;
}

function keptSecret(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return SECRET.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
