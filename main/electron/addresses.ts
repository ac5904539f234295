/** The names by which shell, window and service know each other. */

export const SCHEME = 'app';
export const HOST = 'mirror';
/** What the window shows. */
export const MIRROR_URL = `${SCHEME}://${HOST}/`;

/** Window → shell: a port to the service is wanted. */
export const WANT_PORT = 'vermilion:want-port';
/** Shell → window: here is one, as the only port of the message. */
export const GIVE_PORT = 'vermilion:give-port';

/** Shell → service. `port` brings one port, which takes the place of the one before; `stop` ends the service. */
export type ToService = { type: 'port' } | { type: 'stop' };
/** Service → shell: it has read its files and answers. */
export type FromService = { type: 'ready' };

/** Whether a URL, origin or referrer is the mirror's own. Own schemes have no `origin` in Node, hence by parts. */
export function isMirror(url: string | undefined): boolean {
  const parsed = URL.parse(url ?? '');
  return parsed?.protocol === `${SCHEME}:` && parsed.host === HOST && parsed.username === '';
}
