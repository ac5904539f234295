/**
 * WhatsApp: HMAC-SHA256 over the whole body. The token is in the message that the code drafted for her, if she sent it
 * as it was. She is answered at the number that she wrote from.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { TOKEN_WITHIN } from '../../../main/contract/tokens.ts';
import { type Claim, claimIdOf } from '../../claims/claim.ts';
import type { HqSettings } from '../../settings/hq-settings.ts';
import { type Adapter, EMPTY_OBJECT, type Hook, notReadable, notSigned } from '../adapter.ts';
import { parseJson } from '../document.ts';
import { reference, secondsAsMs } from '../fields.ts';
import type { CarrierParts } from '../parts.ts';
import { requireSame } from '../signature.ts';
import { greet } from '../welcome.ts';

type WhatsappSettings = NonNullable<HqSettings['whatsapp']>;

/** Beside messages there are statuses and much else. */
const bodySchema = z.object({
  entry: z.array(
    z.object({
      changes: z.array(
        z.object({ value: z.object({ messages: z.array(z.unknown()).default([]) }).catch({ messages: [] }) }),
      ),
    }),
  ),
});

const messageSchema = z.object({
  /** `wamid.…`, base64. */
  id: z.string().min(1).max(512),
  /** Her number, country code first, without a plus. */
  from: z.string().regex(/^\d{5,15}$/),
  timestamp: secondsAsMs,
  type: z.literal('text'),
  text: z.object({ body: z.string() }),
});

interface Heard {
  readonly claim: Claim;
  readonly from: string;
}

export const buildWhatsapp = (parts: CarrierParts, settings: WhatsappSettings): Adapter => ({
  name: 'whatsapp',
  answer: EMPTY_OBJECT,
  handshake: (hook) => answer(settings, hook),
  verify(hook) {
    const heard = heardIn(settings, hook);
    return {
      claims: heard.map(({ claim }) => claim),
      async afterwards(taken) {
        for (const [i, { claim, from }] of heard.entries()) greet(parts, 'whatsapp', from, claim, taken[i]);
      },
    };
  },
});

function answer({ verifyToken }: WhatsappSettings, { query }: Hook): string {
  if (query['hub.mode'] !== 'subscribe') throw notSigned();
  requireSame(verifyToken, query['hub.verify_token']);
  const challenge = reference.safeParse(query['hub.challenge']);
  if (!challenge.success) throw notReadable(challenge.error);
  return challenge.data;
}

function heardIn({ appSecret }: WhatsappSettings, hook: Hook): Heard[] {
  const mac = createHmac('sha256', appSecret).update(hook.body).digest('hex');
  requireSame(`sha256=${mac}`, hook.header('x-hub-signature-256'));
  const body = bodySchema.safeParse(parseJson(hook.body.toString('utf8')));
  if (!body.success) throw notReadable(body.error);
  const changes = body.data.entry.flatMap((entry) => entry.changes);
  return changes.flatMap(({ value }) => value.messages).flatMap(heardOf);
}

function heardOf(message: unknown): Heard[] {
  const parsed = messageSchema.safeParse(message);
  if (!parsed.success) return [];
  const { id, from, timestamp, text } = parsed.data;
  const used = TOKEN_WITHIN.exec(text.body)?.[0];
  if (used === undefined) return [];
  const claim: Claim = {
    id: claimIdOf('whatsapp', id),
    used: { token: used },
    carrier: 'whatsapp',
    contact: { channel: 'whatsapp', ref: from },
    standing: null,
    claimedMs: timestamp,
  };
  return [{ claim, from }];
}
