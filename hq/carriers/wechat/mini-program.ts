/**
 * The mini program: she opened a conversation from the page that a code led her to, and the page gave the code's token as
 * what the session is from.
 */
import { z } from 'zod';
import type { Carrier } from '../../../main/contract/carriers.ts';
import { type Claim, claimIdOf } from '../../claims/claim.ts';
import type { HqSettings } from '../../settings/hq-settings.ts';
import type { HqDatabase } from '../../storage/schema.ts';
import { type Adapter, type Hook, SUCCESS } from '../adapter.ts';
import { reference, secondsAsMs, token } from '../fields.ts';
import { answerWechat, readWechat } from './message.ts';

type MiniProgramSettings = NonNullable<HqSettings['wechatMini']>;

const eventSchema = z.object({
  FromUserName: reference,
  CreateTime: secondsAsMs,
  MsgType: z.literal('event'),
  Event: z.literal('user_enter_tempsession'),
  SessionFrom: token,
});

export const buildMiniProgram = (db: HqDatabase, settings: MiniProgramSettings): Adapter => ({
  name: 'wechat-mini',
  answer: SUCCESS,
  handshake: (hook) => answerWechat(settings, hook),
  verify: async (hook) => ({ claims: await claimsIn(db, settings, hook) }),
});

async function claimsIn(db: HqDatabase, settings: MiniProgramSettings, hook: Hook): Promise<Claim[]> {
  const event = eventSchema.safeParse(readWechat(settings, hook));
  if (!event.success) return [];
  const { FromUserName, CreateTime, SessionFrom } = event.data;
  return [
    {
      id: claimIdOf('wechat-mini', FromUserName, String(CreateTime)),
      used: { token: SessionFrom },
      carrier: await carrierOf(db, SessionFrom),
      contact: { channel: 'wechat-mini', ref: FromUserName },
      standing: null,
      claimedMs: CreateTime,
    },
  ];
}

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
