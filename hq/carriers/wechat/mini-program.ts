/**
 * The mini program: she opened a conversation from the page that a code led her to, and the page gave the code's token as
 * what the session is from. That conversation is where she is welcomed.
 */
import { z } from 'zod';
import type { Carrier } from '../../../main/contract/carriers.ts';
import { type Claim, claimIdOf } from '../../claims/claim.ts';
import type { HqSettings } from '../../settings/hq-settings.ts';
import type { HqDatabase } from '../../storage/schema.ts';
import { type Adapter, SUCCESS } from '../adapter.ts';
import { reference, secondsAsMs, token } from '../fields.ts';
import type { CarrierParts } from '../parts.ts';
import { greet } from '../welcome.ts';
import { answerWechat, readWechat } from './message.ts';

type MiniProgramSettings = NonNullable<HqSettings['wechatMini']>;

const eventSchema = z.object({
  FromUserName: reference,
  CreateTime: secondsAsMs,
  MsgType: z.literal('event'),
  Event: z.literal('user_enter_tempsession'),
  SessionFrom: token,
});

type Entered = z.infer<typeof eventSchema>;

export const buildMiniProgram = (parts: CarrierParts, settings: MiniProgramSettings): Adapter => ({
  name: 'wechat-mini',
  answer: SUCCESS,
  handshake: (hook) => answerWechat(settings, hook),
  async verify(hook) {
    const event = eventSchema.safeParse(readWechat(settings, hook));
    if (!event.success) return { claims: [] };
    const claim = await claimOf(parts.db, event.data);
    const { FromUserName } = event.data;
    return {
      claims: [claim],
      afterwards: async ([taken]) => greet(parts, 'wechat-mini', FromUserName, claim, taken),
    };
  },
});

const claimOf = async (
  db: HqDatabase,
  { FromUserName, CreateTime, SessionFrom }: Entered,
): Promise<Claim> => ({
  id: claimIdOf('wechat-mini', FromUserName, String(CreateTime)),
  used: { token: SessionFrom },
  carrier: await carrierOf(db, SessionFrom),
  contact: { channel: 'wechat-mini', ref: FromUserName },
  standing: null,
  claimedMs: CreateTime,
});

/** Both ways lead into the same mini program: which one it was is known by who made the code. */
async function carrierOf(db: HqDatabase, used: string): Promise<Carrier> {
  const pooled = await db
    .selectFrom('code_pool')
    .select('carrier')
    .where('token', '=', used)
    .where('carrier', '=', 'wechat-code')
    .executeTakeFirst();
  return pooled === undefined ? 'wechat-link' : 'wechat-code';
}
