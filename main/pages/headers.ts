/** The headers that every response carries, whatever its status, and how long each kind of response may be kept. */

/** The window may run its own code and WebAssembly, talk to its own server, and nothing else. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "style-src 'self'",
  "worker-src 'self'",
  "font-src 'self'",
].join('; ');

/** A worker obeys the policy of its own script's response, hence these on every response and not on pages alone. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
});

/** Vite names these files after their content, so a kept copy can never be an old one. */
const NAMED_BY_CONTENT = /^\/((bench|screens)\/)?assets\//;

/** The `cache-control` of a response to `path` (no query) with `status`. */
export function cacheRule(path: string, status: number): string {
  if (status >= 300 && status !== 304) return 'no-store';
  return NAMED_BY_CONTENT.test(path) ? 'private, max-age=31536000, immutable' : 'no-cache';
}
