/** 公众号: somebody scanned a code with our token as its scene, and follows the account from now on, or did before. */
import { z } from 'zod';
import { type Claim, claimIdOf } from '../../claims/claim.ts';
import type { HqSettings } from '../../settings/hq-settings.ts';
import { type Adapter, type Hook, SUCCESS } from '../adapter.ts';
import { reference, secondsAsMs, token } from '../fields.ts';
import { answerWechat, readWechat } from './message.ts';

type OfficialAccountSettings = NonNullable<HqSettings['wechatOa']>;

const scanned = { FromUserName: reference, CreateTime: secondsAsMs, MsgType: z.literal('event') };

/** Before the scene of somebody who has just followed. */
const FOLLOWED = /^qrscene_/;

const eventSchema = z.union([
  z.object({
    ...scanned,
    Event: z.literal('subscribe'),
    EventKey: z
      .string()
      .regex(FOLLOWED)
      .transform((key) => key.replace(FOLLOWED, ''))
      .pipe(token),
  }),
  z.object({ ...scanned, Event: z.literal('SCAN'), EventKey: token }),
]);

export const buildOfficialAccount = (settings: OfficialAccountSettings): Adapter => ({
  name: 'wechat-oa',
  answer: SUCCESS,
  handshake: (hook) => answerWechat(settings, hook),
  verify: (hook) => ({ claims: claimsIn(settings, hook) }),
});

function claimsIn(settings: OfficialAccountSettings, hook: Hook): Claim[] {
  const event = eventSchema.safeParse(readWechat(settings, hook));
  if (!event.success) return [];
  const { FromUserName, CreateTime, Event, EventKey } = event.data;
  return [
    {
      // By what WeChat names to tell its repetitions by.
      id: claimIdOf('wechat-oa', FromUserName, String(CreateTime)),
      used: { token: EventKey },
      carrier: 'wechat-oa',
      contact: { channel: 'wechat-oa', ref: FromUserName },
      // Who follows may have followed before, and left.
      standing: Event === 'SCAN' ? 'known' : null,
      claimedMs: CreateTime,
    },
  ];
}
