/** WeCom: customers that an advisor wins by a 获客链接 or by her 联系我 code, their welcome, and what the operators must know. */
import type { Claim, Taken } from '../../claims/claim.ts';
import { type Adapter, SUCCESS } from '../adapter.ts';
import { noteForOperators } from '../notices.ts';
import type { CarrierParts } from '../parts.ts';
import { answerWecom, claimOf, readWecom, type WecomSettings } from './verify.ts';
import { welcome } from './welcome.ts';

export function buildWecom(parts: CarrierParts, settings: WecomSettings): Adapter {
  /** Beside the answer, which WeCom waits five seconds for. */
  function greet(code: string | undefined, { used }: Claim, taken: Taken | undefined): void {
    if (code === undefined || taken === undefined || !('token' in used)) return;
    parts.background.run(() => welcome(parts, { code, token: used.token, taken }));
  }

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
      return { claims: [claim], afterwards: async ([taken]) => greet(code, claim, taken) };
    },
  };
}
