/**
 * Calls of WeChat's official accounts and mini programs: SHA-1 over the sorted token, time and nonce, and a message in XML
 * or JSON that is plain, or sealed where the settings have its key. A plain message is not covered by its signature:
 * whoever has a key in the settings is sent sealed ones, and no other is taken.
 */
import { hash } from 'node:crypto';
import { type Hook, notReadable, notSigned } from '../adapter.ts';
import { type Document, readDocument } from '../document.ts';
import { openSealed } from '../sealed.ts';
import { requireNear, requireSame } from '../signature.ts';

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
  const { token, encodingAesKey, appId } = settings;
  if (encodingAesKey === undefined) {
    requireSigned(settings, hook);
    return outer();
  }
  const { Encrypt: cipherText } = outer();
  if (typeof cipherText !== 'string') throw notSigned();
  return readDocument(openSealed(cipherText, hook, { token, encodingAesKey, receiver: appId }));
}

function requireSigned({ token }: WechatSettings, { query, nowMs }: Hook): void {
  const { signature, timestamp = '', nonce = '' } = query;
  requireNear(timestamp, nowMs);
  requireSame(hash('sha1', [token, timestamp, nonce].sort().join('')), signature);
}
