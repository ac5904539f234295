/** WhatsApp's API as far as HQ asks it: texts from one number of the brand's. */
import { type ApiDouble, openApiDouble } from './api-double.ts';

export const PHONE_NUMBER_ID = '123456123';
export const MESSAGES = `/v21.0/${PHONE_NUMBER_ID}/messages`;

export const openWhatsappApi = (): Promise<ApiDouble> =>
  openApiDouble(null, {
    [MESSAGES]({ body }) {
      const { to } = body as { to: string };
      return {
        messaging_product: 'whatsapp',
        contacts: [{ input: to, wa_id: to }],
        messages: [{ id: 'wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1RjQyNUE3NEYxMzAzMzQ5MkEA' }],
      };
    },
  });
