/**
 * WeCom's calls: an encrypted XML event comes in, what it says comes out. Fields are those of its documents 92130
 * (customers) and 97299 (获客助手); events and fields that stand in neither are left out.
 */
import { z } from 'zod';
import { CONTACT_STATE_LENGTH } from '../../../main/contract/carriers.ts';
import { TOKEN_PATTERN } from '../../../main/contract/tokens.ts';
import { type Claim, claimIdOf } from '../../claims/claim.ts';
import type { HqSettings } from '../../settings/hq-settings.ts';
import { type Hook, notReadable } from '../adapter.ts';
import { readDocument } from '../document.ts';
import { reference, secondsAsMs } from '../fields.ts';
import { openSealed, type Seal } from '../sealed.ts';

export type WecomSettings = NonNullable<HqSettings['wecom']>;

/** What the operators must know, because codes stop working, or soon will. */
export const NOTICES = ['link_unavailable', 'balance_low', 'balance_exhausted', 'quota_expire_soon'] as const;

/** A token, or the state of an advisor's static code; a longer one is none of HQ's. */
const state = z
  .string()
  .max(CONTACT_STATE_LENGTH)
  .regex(/^[!-~]+$/);
const time = { CreateTime: secondsAsMs };

const added = z.object({
  ...time,
  Event: z.literal('change_external_contact'),
  ChangeType: z.enum(['add_external_contact', 'add_half_external_contact']),
  UserID: reference,
  ExternalUserID: reference,
  State: state,
  /** Absent where somebody else may send the welcome. */
  WelcomeCode: reference.optional().catch(undefined),
});

const chatStarted = z.object({
  ...time,
  Event: z.literal('customer_acquisition'),
  ChangeType: z.literal('customer_start_chat'),
  UserID: reference,
  ExternalUserID: reference,
  State: state,
});

/** She asks to be a friend, and WeCom does not say who she is. */
const requested = z.object({
  ...time,
  Event: z.literal('customer_acquisition'),
  ChangeType: z.literal('friend_request'),
  LinkId: reference,
  State: state,
});

const noticed = z.object({
  ...time,
  Event: z.literal('customer_acquisition'),
  ChangeType: z.enum(NOTICES),
  LinkId: reference.optional(),
  ExpireTime: secondsAsMs.optional(),
  ExpireQuotaNum: z.coerce.number().int().nonnegative().optional(),
});

const eventSchema = z.union([added, chatStarted, requested, noticed]);

export type Notice = z.infer<typeof noticed>;
type WecomEvent = z.infer<typeof eventSchema>;
type Contacting = Exclude<WecomEvent, Notice>;

const sealOf = ({ token, encodingAesKey, corpId }: WecomSettings): Seal => ({
  token,
  encodingAesKey,
  receiver: corpId,
});

/** The address is tried with a question, whose plain text is the answer. Throws Problem. */
export function answerWecom(settings: WecomSettings, hook: Hook): string {
  const { echostr } = hook.query;
  if (echostr === undefined) throw notReadable();
  return openSealed(echostr, hook, sealOf(settings));
}

/** null: an event that HQ has no use for. Throws Problem. */
export function readWecom(settings: WecomSettings, hook: Hook): WecomEvent | null {
  const { Encrypt: cipherText } = readDocument(hook.body.toString('utf8'));
  if (typeof cipherText !== 'string') throw notReadable();
  const message = openSealed(cipherText, hook, sealOf(settings));
  const event = eventSchema.safeParse(messageOf(message));
  return event.success ? event.data : null;
}

/** What is signed and no document is none of the events that HQ knows. */
function messageOf(text: string): unknown {
  try {
    return readDocument(text);
  } catch {
    return null;
  }
}

/** WeCom sends an event up to three times, the same to the letter. */
export function claimOf(event: Contacting): Claim {
  const { ChangeType, CreateTime, State } = event;
  const isToken = TOKEN_PATTERN.test(State);
  const [source, contact] =
    'ExternalUserID' in event ? [event.UserID, event.ExternalUserID] : [event.LinkId, null];
  return {
    id: claimIdOf('wecom', ChangeType, source, State, String(CreateTime)),
    used: isToken ? { token: State } : { state: State },
    carrier: isToken ? 'wecom-link' : 'wecom-contact',
    contact: contact === null ? null : { channel: 'wecom', ref: contact },
    // WeCom does not say whether she was a friend before.
    standing: null,
    claimedMs: CreateTime,
  };
}
