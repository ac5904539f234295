/** WeCom: customers that an advisor wins by a 获客链接 or by her 联系我 code, their welcome, and what the operators must know. */
import { type Adapter, SUCCESS } from '../adapter.ts';
import { noteForOperators } from '../notices.ts';
import type { CarrierParts } from '../parts.ts';
import { greet } from '../welcome.ts';
import { answerWecom, claimOf, readWecom, type WecomSettings } from './verify.ts';

export function buildWecom(parts: CarrierParts, settings: WecomSettings): Adapter {
  return {
    name: 'wecom',
    answer: SUCCESS,
    handshake: (hook) => answerWecom(settings, hook),
    verify(hook) {
      const event = readWecom(settings, hook);
      if (event === null) return { claims: [] };
      if (!('State' in event))
        return { claims: [], afterwards: () => noteForOperators(parts, 'wecom', event) };
      const claim = claimOf(event);
      const code = 'WelcomeCode' in event ? event.WelcomeCode : undefined;
      return { claims: [claim], afterwards: async ([taken]) => greet(parts, 'wecom', code, claim, taken) };
    },
  };
}
