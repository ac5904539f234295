/**
 * LINE: HMAC-SHA256 over the whole body. A token comes in a message that she sent, or in the data of a button that she
 * pressed. What LINE sends once more has the id that it had, and may be the first that HQ hears of it.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { TOKEN_PATTERN, TOKEN_WITHIN } from '../../../main/contract/tokens.ts';
import { type Claim, claimIdOf } from '../../claims/claim.ts';
import type { HqSettings } from '../../settings/hq-settings.ts';
import { type Adapter, EMPTY_OBJECT, type Hook, notReadable } from '../adapter.ts';
import { parseJson } from '../document.ts';
import { reference, timeMs } from '../fields.ts';
import { requireSame } from '../signature.ts';

type LineSettings = NonNullable<HqSettings['line']>;

const bodySchema = z.object({ events: z.array(z.unknown()) });

const written = z.object({
  type: z.literal('message'),
  message: z.object({ type: z.literal('text'), text: z.string() }),
});
const pressed = z.object({ type: z.literal('postback'), postback: z.object({ data: z.string() }) });

const eventSchema = z.intersection(
  z.union([written, pressed]),
  z.object({
    webhookEventId: reference,
    timestamp: timeMs,
    /** Who it is is left out where she has not agreed to be named. */
    source: z.object({ userId: reference.optional() }).optional(),
  }),
);

type LineEvent = z.infer<typeof eventSchema>;

export const buildLine = (settings: LineSettings): Adapter => ({
  name: 'line',
  answer: EMPTY_OBJECT,
  verify: (hook) => ({ claims: claimsIn(settings, hook) }),
});

function claimsIn({ channelSecret }: LineSettings, hook: Hook): Claim[] {
  const mac = createHmac('sha256', channelSecret).update(hook.body).digest('base64');
  requireSame(mac, hook.header('x-line-signature'));
  const body = bodySchema.safeParse(parseJson(hook.body.toString('utf8')));
  if (!body.success) throw notReadable(body.error);
  return body.data.events.flatMap((event) => {
    const parsed = eventSchema.safeParse(event);
    return parsed.success ? claimsOf(parsed.data) : [];
  });
}

function claimsOf(event: LineEvent): Claim[] {
  const used = tokenIn(event);
  if (used === undefined) return [];
  const userId = event.source?.userId;
  return [
    {
      id: claimIdOf('line', event.webhookEventId),
      used: { token: used },
      carrier: 'line',
      contact: userId === undefined ? null : { channel: 'line', ref: userId },
      standing: null,
      claimedMs: event.timestamp,
    },
  ];
}

function tokenIn(event: LineEvent): string | undefined {
  if (event.type === 'message') return TOKEN_WITHIN.exec(event.message.text)?.[0];
  const given = new URLSearchParams(event.postback.data).get('t') ?? '';
  return TOKEN_PATTERN.test(given) ? given : undefined;
}
