/** What HQ asks of WeCom: an access token (document 91039), and to send a welcome message (document 92137). */
import { z } from 'zod';
import { type AccessToken, accessTokenSchema, buildAccess } from '../platform/access.ts';
import type { PlatformHttp } from '../platform/http.ts';
import type { SendText } from '../welcome.ts';

const TOKEN_PATH = '/cgi-bin/gettoken';
const WELCOME_PATH = '/cgi-bin/externalcontact/send_welcome_msg';

/** To the event's welcome code, good for 20 s and once. */
export function buildSendWelcome(
  http: PlatformHttp,
  { corpId, secret }: { corpId: string; secret: string },
  now: () => number,
): SendText {
  const fetchToken = (): Promise<AccessToken> =>
    http.ask({ path: TOKEN_PATH, query: { corpid: corpId, corpsecret: secret } }, accessTokenSchema);
  const access = buildAccess(fetchToken, now);
  return async (code, content) => {
    const body = { welcome_code: code, text: { content } };
    await access.use((access_token) =>
      http.ask({ path: WELCOME_PATH, query: { access_token }, body }, z.object({})),
    );
  };
}
