/**
 * What a reply of HQ means for what was sent: the table of the wire. Nothing here deletes an event; whatever is not
 * plainly an answer to these ids means that they stay.
 */
import { type EventsReply, eventsReplySchema } from '../contract/wire.ts';
import type { HqReply } from './http.ts';

/** Only the ids that HQ names, and that were sent. */
export interface Settled {
  kind: 'settled';
  accepted: string[];
  rejected: EventsReply['rejected'];
}
/** Everything stays; `afterMs` as HQ asked for. */
export interface Later {
  kind: 'later';
  afterMs: number | undefined;
  why: string;
}
/** Everything stays until a person has acted. */
export interface Refused {
  kind: 'refused';
  status: number;
  why: string;
}
/** `too-large`: smaller requests will do; `invalid`: one event spoils the whole. */
export type Verdict = Settled | Later | Refused | { kind: 'too-large' | 'invalid' };

const REFUSALS: Record<number, string> = {
  401: 'HQ does not know the key of this mirror: enrol it anew with a code from the fleet page.',
  403: 'HQ does not let this mirror write: look at it on the fleet page.',
  404: 'HQ does not answer at this address: correct "hq.address" in the settings.',
};
const REDIRECTED =
  'HQ points to another address, which is not followed: correct "hq.address" in the settings.';

/** @param wallMs of this machine, which an HTTP date is held against where HQ tells no time of its own */
export function judge(reply: HqReply, sent: ReadonlySet<string>, wallMs: number): Verdict {
  const { status } = reply;
  if (status === 200 || status === 207) return judgeIds(reply.text, sent);
  if (status === 413) return { kind: 'too-large' };
  if (status === 400 || status === 422) return { kind: 'invalid' };
  return judgeStatus(reply, wallMs);
}

/** What a status means that is no answer to the request itself. */
export function judgeStatus(reply: HqReply, wallMs: number): Later | Refused {
  const { status } = reply;
  const why = status >= 300 && status < 400 ? REDIRECTED : REFUSALS[status];
  if (why !== undefined) return { kind: 'refused', status, why };
  return later(`HQ answers with status ${status}: its operator should look.`, retryAfterMs(reply, wallMs));
}

export const NONSENSE = 'HQ answers with nonsense: check that "hq.address" in the settings names an HQ.';

export const later = (why: string, afterMs?: number): Later => ({ kind: 'later', afterMs, why });

function judgeIds(text: string, sent: ReadonlySet<string>): Verdict {
  const reply = eventsReplySchema.safeParse(jsonOf(text));
  if (!reply.success) return later(NONSENSE);
  const rejected = reply.data.rejected.filter(({ id }) => sent.has(id));
  // Who contradicts itself has not accepted.
  const refused = new Set(rejected.map(({ id }) => id));
  const taken = [...reply.data.accepted, ...reply.data.duplicate];
  const accepted = [...new Set(taken)].filter((id) => sent.has(id) && !refused.has(id));
  if (accepted.length + rejected.length === 0) return later('HQ says of no event what became of it.');
  return { kind: 'settled', accepted, rejected };
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JavaScript reads dates in almost anything; HTTP knows this form (RFC 9110, 5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Both forms of `Retry-After`; undefined without one that can be read. */
function retryAfterMs(reply: HqReply, wallMs: number): number | undefined {
  const text = reply.header('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!HTTP_DATE.test(text)) return undefined;
  const dateMs = Date.parse(text);
  if (Number.isNaN(dateMs)) return undefined;
  // This machine's clock may be years away from HQ's.
  const hereMs = Date.parse(reply.header('date') ?? '');
  return dateMs - (Number.isNaN(hereMs) ? wallMs : hereMs);
}
