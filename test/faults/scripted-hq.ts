/**
 * HQ as the mirror's promises see it: events by id, each kept once, the hash of each checked, duplicates named as such.
 * It lives in the process of the test, so it survives the writer; ids given as poison are refused for good.
 */
import { createHash } from 'node:crypto';
import type { MirrorEvent } from '../../main/contract/events.ts';
import { digestText, type EventsReply } from '../../main/contract/wire.ts';

export interface ScriptedHq {
  take(batch: readonly MirrorEvent[]): EventsReply;
  /** By id. */
  readonly kept: ReadonlyMap<string, MirrorEvent>;
  /** What no HQ should ever see: the same id with another content, the same number for another event. */
  readonly violations: readonly string[];
}

export const hashOf = (event: MirrorEvent): string =>
  createHash('sha256').update(digestText(event)).digest('hex');

export function buildScriptedHq(isPoison: (event: MirrorEvent) => boolean = () => false): ScriptedHq {
  const kept = new Map<string, MirrorEvent>();
  const bySeq = new Map<number, string>();
  const violations: string[] = [];

  function judge(event: MirrorEvent, reply: EventsReply): void {
    const known = kept.get(event.id);
    if (hashOf(event) !== event.sha256) reply.rejected.push({ id: event.id, code: 'hash-mismatch' });
    else if (isPoison(event)) reply.rejected.push({ id: event.id, code: 'invalid' });
    else if (known !== undefined) {
      if (known.sha256 !== event.sha256) violations.push(`HQ got ${event.id} with two contents`);
      reply.duplicate.push(event.id);
    } else {
      if (bySeq.has(event.seq)) violations.push(`HQ got number ${event.seq} for two events`);
      bySeq.set(event.seq, event.id);
      kept.set(event.id, event);
      reply.accepted.push(event.id);
    }
  }

  return {
    kept,
    violations,
    take(batch) {
      const reply: EventsReply = { accepted: [], duplicate: [], rejected: [] };
      for (const event of batch) judge(event, reply);
      return reply;
    },
  };
}
