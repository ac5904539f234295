/**
 * Decides which requests the loopback server answers: only those for its own name, from its own pages, by the browser
 * that was given this start's token. Everything here is a pure decision; `server.ts` turns it into responses.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** `enter`: the token was right, set the cookie and redirect. `refuse`: answer `status` with the sentence. */
export type Verdict =
  | { kind: 'pass' }
  | { kind: 'enter' }
  | { kind: 'refuse'; status: 403 | 421; sentence: string };

/** The token is in the printed address and new with each start; the secret is what the cookie holds. */
export interface Session {
  readonly token: string;
  readonly secret: string;
}

const SECRET_BYTES = 32;
/** A monitoring system on this machine has no cookie; numbers are all that it is given here. */
const OPEN_PATH = '/metrics';
const PASS: Verdict = { kind: 'pass' };

/** Fresh secrets, 32 random bytes each, base64url. */
export function newSession(): Session {
  return { token: newSecret(), secret: newSecret() };
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Cookies are shared by all ports of a host, so the name carries the port. */
export function cookieName(port: number): string {
  return `vermilion-${port}`;
}

/** The `set-cookie` header: unreadable to scripts, never sent from another site, gone with the browser. */
export function sessionCookie(port: number, session: Session): string {
  return `${cookieName(port)}=${session.secret}; Path=/; HttpOnly; SameSite=Strict`;
}

/**
 * Judges one request. `url` is the request target (path and query), `port` the one being listened on.
 * Order: the name it was called by (DNS rebinding), where it was sent from (other sites and ports), who sent it.
 */
export function judge(headers: IncomingHttpHeaders, url: string, port: number, session: Session): Verdict {
  const names = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!names.includes(headers.host ?? '')) {
    return refuse(421, `This server answers as http://127.0.0.1:${port} only: open the address it printed.`);
  }
  const { origin, 'sec-fetch-site': site } = headers;
  const foreignOrigin = origin !== undefined && origin !== `http://${headers.host}`;
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (foreignOrigin || foreignSite) {
    return refuse(
      403,
      'Other sites may not use the mirror: type or paste the printed address into the browser.',
    );
  }
  if (url === OPEN_PATH) return PASS;
  const token = tokenIn(url);
  if (token !== null) {
    if (sameSecret(token, session.token)) return { kind: 'enter' };
    return refuse(403, 'This address belongs to an earlier start: open the one that the last start printed.');
  }
  if (sameSecret(cookieValue(headers.cookie, cookieName(port)), session.secret)) return PASS;
  return refuse(403, 'Open the address with the token that the mirror printed when it started.');
}

function tokenIn(url: string): string | null {
  return url.startsWith('/?') ? new URLSearchParams(url.slice(2)).get('token') : null;
}

function refuse(status: 403 | 421, sentence: string): Verdict {
  return { kind: 'refuse', status, sentence };
}

/** Compares through hashes, so that the time taken tells neither length nor content. */
function sameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function cookieValue(header: string | undefined, name: string): string {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value ?? '';
  }
  return '';
}
