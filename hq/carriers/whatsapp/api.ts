/** What HQ asks of WhatsApp: to send a text to who wrote, which is free to send for a day after she did. */
import { z } from 'zod';
import type { PlatformHttp } from '../platform/http.ts';
import type { SendText } from '../welcome.ts';

export function buildSendMessage(
  http: PlatformHttp,
  { accessToken, phoneNumberId }: { accessToken: string; phoneNumberId: string },
): SendText {
  return async (to, text) => {
    const body = { messaging_product: 'whatsapp', to, type: 'text', text: { body: text } };
    await http.ask({ path: `/${phoneNumberId}/messages`, bearer: accessToken, body }, z.object({}));
  };
}
