/** Which web addresses may be spoken to without encryption: those of this machine, and for phones those of the local network. */

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
/** RFC 1918, and link-local addresses of RFC 3927. */
const LOCAL_NETWORK = /^(10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\.[\d.]+$/;

export const isLoopbackHost = (hostname: string): boolean => LOOPBACK.includes(hostname);
export const isLocalHost = (hostname: string): boolean =>
  isLoopbackHost(hostname) || LOCAL_NETWORK.test(hostname);

/** https, or http on this machine and in the local network; nothing but scheme, host, port and path. */
export function isPlainAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocalHost(url.hostname));
}
