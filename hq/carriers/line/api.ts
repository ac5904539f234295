/** What HQ asks of LINE: to answer what somebody sent, by its reply token, which is good for a minute and once. */
import { z } from 'zod';
import type { PlatformHttp } from '../platform/http.ts';
import type { SendText } from '../welcome.ts';

const REPLY_PATH = '/v2/bot/message/reply';

export function buildReply(http: PlatformHttp, bearer: string): SendText {
  return async (replyToken, text) => {
    const body = { replyToken, messages: [{ type: 'text', text }] };
    await http.ask({ path: REPLY_PATH, bearer, body }, z.object({}));
  };
}
