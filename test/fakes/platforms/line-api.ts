/** LINE's API as far as HQ asks it: answers, each reply token once. */
import { type ApiDouble, openApiDouble } from './api-double.ts';

export const REPLY = '/v2/bot/message/reply';

export function openLineApi(): Promise<ApiDouble> {
  const used = new Set<string>();
  return openApiDouble(null, {
    [REPLY]({ body }, reply) {
      const { replyToken } = body as { replyToken: string };
      if (used.has(replyToken)) return reply.code(400).send({ message: 'Invalid reply token' });
      used.add(replyToken);
      return { sentMessages: [{ id: '461230966842064897', quoteToken: 'IStG5h1Tz7b' }] };
    },
  });
}
