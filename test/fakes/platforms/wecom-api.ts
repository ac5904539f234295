/** WeCom's API as far as HQ asks it: `gettoken`, and welcome messages, each code once. */
import { type ApiDouble, openApiDouble } from './api-double.ts';

export const GETTOKEN = '/cgi-bin/gettoken';
export const SEND_WELCOME = '/cgi-bin/externalcontact/send_welcome_msg';

const CHATTING = 41_051;

export function openWecomApi(): Promise<ApiDouble> {
  const used = new Set<string>();
  return openApiDouble(GETTOKEN, {
    [SEND_WELCOME]({ body }) {
      const { welcome_code } = body as { welcome_code: string };
      if (used.has(welcome_code)) return { errcode: CHATTING, errmsg: 'externaluser has started chatting' };
      used.add(welcome_code);
      return { errcode: 0, errmsg: 'ok' };
    },
  });
}
