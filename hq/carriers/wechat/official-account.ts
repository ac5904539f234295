/**
 * 公众号: somebody scanned a code with our token as its scene, and follows the account from now on, or did before. She is
 * welcomed in the answer itself, which needs no access to the platform.
 */
import { z } from 'zod';
import { type Claim, claimIdOf, type Taken } from '../../claims/claim.ts';
import type { HqSettings } from '../../settings/hq-settings.ts';
import { type Adapter, type Answer, type Hook, SUCCESS, type Verified } from '../adapter.ts';
import { reference, secondsAsMs, token } from '../fields.ts';
import type { CarrierParts } from '../parts.ts';
import { welcomeText } from '../welcome.ts';
import { answerWechat, readWechat, textAnswer } from './message.ts';

type OfficialAccountSettings = NonNullable<HqSettings['wechatOa']>;

const scanned = {
  ToUserName: reference,
  FromUserName: reference,
  CreateTime: secondsAsMs,
  MsgType: z.literal('event'),
};

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

type Scanned = z.infer<typeof eventSchema>;

export function buildOfficialAccount(parts: CarrierParts, settings: OfficialAccountSettings): Adapter {
  async function answer(event: Scanned, claim: Claim, taken: Taken | undefined): Promise<Answer | undefined> {
    const text = taken && (await welcomeText(parts, claim, taken));
    if (text === undefined) return undefined;
    const { FromUserName: to, ToUserName: from } = event;
    return textAnswer(settings, { to, from, text }, parts.now());
  }

  return {
    name: 'wechat-oa',
    answer: SUCCESS,
    handshake: (hook) => answerWechat(settings, hook),
    verify(hook: Hook): Verified {
      const event = eventSchema.safeParse(readWechat(settings, hook));
      if (!event.success) return { claims: [] };
      const claim = claimOf(event.data);
      return { claims: [claim], answer: ([taken]) => answer(event.data, claim, taken) };
    },
  };
}

const claimOf = ({ FromUserName, CreateTime, Event, EventKey }: Scanned): Claim => ({
  // By what WeChat names to tell its repetitions by.
  id: claimIdOf('wechat-oa', FromUserName, String(CreateTime)),
  used: { token: EventKey },
  carrier: 'wechat-oa',
  contact: { channel: 'wechat-oa', ref: FromUserName },
  // Who follows may have followed before, and left.
  standing: Event === 'SCAN' ? 'known' : null,
  claimedMs: CreateTime,
});
