/**
 * LINE: HMAC-SHA256 over the whole body. A token comes in a message that she sent, or in the data of a button that she
 * pressed. What LINE sends once more has the id that it had, and may be the first that HQ hears of it. Who wrote to the
 * account alone is answered; in a group others would read her link.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { TOKEN_PATTERN, TOKEN_WITHIN } from '../../../main/contract/tokens.ts';
import { type Claim, claimIdOf } from '../../claims/claim.ts';
import type { HqSettings } from '../../settings/hq-settings.ts';
import { type Adapter, EMPTY_OBJECT, type Hook, notReadable } from '../adapter.ts';
import { parseJson } from '../document.ts';
import { reference, timeMs } from '../fields.ts';
import type { CarrierParts } from '../parts.ts';
import { requireSame } from '../signature.ts';
import { greet } from '../welcome.ts';

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
    source: z.object({ type: z.string().optional(), userId: reference.optional() }).optional(),
    replyToken: reference.optional().catch(undefined),
  }),
);

type LineEvent = z.infer<typeof eventSchema>;

interface Heard {
  readonly claim: Claim;
  /** To answer her by, where nobody else reads it. */
  readonly replyToken: string | undefined;
}

export const buildLine = (parts: CarrierParts, settings: LineSettings): Adapter => ({
  name: 'line',
  answer: EMPTY_OBJECT,
  verify(hook) {
    const heard = heardIn(settings, hook);
    return {
      claims: heard.map(({ claim }) => claim),
      async afterwards(taken) {
        for (const [i, { claim, replyToken }] of heard.entries())
          greet(parts, 'line', replyToken, claim, taken[i]);
      },
    };
  },
});

function heardIn({ channelSecret }: LineSettings, hook: Hook): Heard[] {
  const mac = createHmac('sha256', channelSecret).update(hook.body).digest('base64');
  requireSame(mac, hook.header('x-line-signature'));
  const body = bodySchema.safeParse(parseJson(hook.body.toString('utf8')));
  if (!body.success) throw notReadable(body.error);
  return body.data.events.flatMap((event) => {
    const parsed = eventSchema.safeParse(event);
    return parsed.success ? heardOf(parsed.data) : [];
  });
}

function heardOf(event: LineEvent): Heard[] {
  const used = tokenIn(event);
  if (used === undefined) return [];
  const { webhookEventId, timestamp, source, replyToken } = event;
  const claim: Claim = {
    id: claimIdOf('line', webhookEventId),
    used: { token: used },
    carrier: 'line',
    contact: source?.userId === undefined ? null : { channel: 'line', ref: source.userId },
    standing: null,
    claimedMs: timestamp,
  };
  return [{ claim, replyToken: source?.type === 'user' ? replyToken : undefined }];
}

function tokenIn(event: LineEvent): string | undefined {
  if (event.type === 'message') return TOKEN_WITHIN.exec(event.message.text)?.[0];
  const given = new URLSearchParams(event.postback.data).get('t') ?? '';
  return TOKEN_PATTERN.test(given) ? given : undefined;
}
