/**
 * What a platform's adapter is given of a call and what it makes of it: claims, once it knows that the platform itself
 * sent them. carriers.ts serves the calls and records the claims.
 */
import type { Claim, Taken } from '../claims/claim.ts';
import { Problem } from '../http/problem.ts';

/** A call as it came. */
export interface Hook {
  /** A parameter that came twice is as good as none. */
  readonly query: Readonly<Record<string, string | undefined>>;
  header(name: string): string | undefined;
  readonly body: Buffer;
  readonly nowMs: number;
}

export interface Verified {
  readonly claims: readonly Claim[];
  /** What else the call asks for, once its claims are recorded and before it is answered. */
  afterwards?(taken: readonly Taken[]): Promise<void>;
  /** In place of the adapter's own answer; undefined: that one, after all. */
  answer?(taken: readonly Taken[]): Promise<Answer | undefined>;
}

export interface Answer {
  readonly type: string;
  readonly text: string;
}

export interface Adapter {
  /** Below `/hooks/`. */
  readonly name: 'wecom' | 'wechat-oa' | 'wechat-mini' | 'line' | 'whatsapp';
  /** What the platform wants to read, lest it sends the same again. */
  readonly answer: Answer;
  /** Answers the question by which a platform tries an address, as plain text. Absent where it asks none. Throws Problem. */
  handshake?(hook: Hook): string;
  /** Events that are no claims are left out. Throws Problem for what the platform did not sign. */
  verify(hook: Hook): Verified | Promise<Verified>;
}

export const SUCCESS: Answer = { type: 'text/plain; charset=utf-8', text: 'success' };
export const EMPTY_OBJECT: Answer = { type: 'application/json; charset=utf-8', text: '{}' };

export const notSigned = (): Problem =>
  new Problem('forbidden', 'The platform did not sign this: check its secrets in the settings of HQ.');

export const notReadable = (cause?: unknown): Problem =>
  new Problem('bad-request', 'This is no message of the platform.', cause);
