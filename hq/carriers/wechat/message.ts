/**
 * Calls of WeChat's official accounts and mini programs: SHA-1 over the sorted token, time and nonce, and a message in XML
 * or JSON that is plain, or sealed where the settings have its key. A plain message is not covered by its signature:
 * whoever has a key in the settings is sent sealed ones, and no other is taken.
 */
import { hash } from 'node:crypto';
import { type Answer, type Hook, notReadable, notSigned } from '../adapter.ts';
import { type Document, readDocument } from '../document.ts';
import { openSealed, type Seal, sealAnswer } from '../sealed.ts';
import { requireNear, requireSame } from '../signature.ts';
import { xmlOf } from '../xml.ts';

export interface WechatSettings {
  readonly appId: string;
  readonly token: string;
  readonly encodingAesKey?: string | undefined;
}

/** The address is tried with a question that is to be said back. Throws Problem. */
export function answerWechat(settings: WechatSettings, hook: Hook): string {
  requireSigned(settings, hook);
  const { echostr } = hook.query;
  if (echostr === undefined) throw notReadable();
  return echostr;
}

/** Throws Problem. */
export function readWechat(settings: WechatSettings, hook: Hook): Document {
  const outer = (): Document => readDocument(hook.body.toString('utf8'));
  const seal = sealOf(settings);
  if (seal === undefined) {
    requireSigned(settings, hook);
    return outer();
  }
  const { Encrypt: cipherText } = outer();
  if (typeof cipherText !== 'string') throw notSigned();
  return readDocument(openSealed(cipherText, hook, seal));
}

/** A text that answers the call itself (被动回复用户消息), sealed where the call was. @param from the account's own name in it */
export function textAnswer(
  settings: WechatSettings,
  { to, from, text }: { to: string; from: string; text: string },
  nowMs: number,
): Answer {
  const message = xmlOf({
    ToUserName: to,
    FromUserName: from,
    CreateTime: Math.floor(nowMs / 1000),
    MsgType: 'text',
    Content: text,
  });
  const seal = sealOf(settings);
  return { type: 'text/xml; charset=utf-8', text: seal ? sealAnswer(message, seal, nowMs) : message };
}

const sealOf = ({ token, encodingAesKey, appId }: WechatSettings): Seal | undefined =>
  encodingAesKey === undefined ? undefined : { token, encodingAesKey, receiver: appId };

function requireSigned({ token }: WechatSettings, { query, nowMs }: Hook): void {
  const { signature, timestamp = '', nonce = '' } = query;
  requireNear(timestamp, nowMs);
  requireSame(hash('sha1', [token, timestamp, nonce].sort().join('')), signature);
}
