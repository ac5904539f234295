/** HQ's answer to a batch as the store wants it told: ids become numbers, and what HQ did not name stays as it is. */
import type { MirrorEvent } from '../../main/contract/events.ts';
import type { EventsReply } from '../../main/contract/wire.ts';
import type { Outcome } from '../../main/store/store.ts';

export function outcomesOf(batch: readonly MirrorEvent[], reply: EventsReply): Outcome[] {
  const done = new Set([...reply.accepted, ...reply.duplicate]);
  const refused = new Map(reply.rejected.map(({ id, code }) => [id, code]));
  return batch.flatMap(({ seq, id }): Outcome[] => {
    if (done.has(id)) return [{ seq, state: 'accepted' }];
    const error = refused.get(id);
    return error === undefined ? [] : [{ seq, state: 'quarantined', error }];
  });
}
