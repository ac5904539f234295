/** Keeps the mirror's own row in step with its batches. Called within their transaction, under the lock of that row. */
import type { EventBody, MirrorEvent } from '../../main/contract/events.ts';
import type { HqTransaction, MirrorRow } from '../storage/schema.ts';
import type { ReceivedBatch } from './record.ts';
import { addSeen, parseRanges, printRanges } from './seen-ranges.ts';

/** Writes when the mirror was seen, which numbers have come, and what its events say of it. */
export async function updateMirror(
  tx: HqTransaction,
  row: MirrorRow,
  { receivedMs, sentMs }: ReceivedBatch,
  accepted: readonly MirrorEvent[],
): Promise<void> {
  const seqs = accepted.map(({ seq }) => seq);
  const ranges = addSeen(parseRanges(row.seen_ranges), seqs, receivedMs);
  await tx
    .updateTable('mirrors')
    .set({
      last_seen_ms: receivedMs,
      seen_ranges: printRanges(ranges),
      ...(sentMs === null ? {} : { clock_offset_ms: receivedMs - sentMs }),
      ...newsOf(row, accepted),
    })
    .where('mirror_id', '=', row.mirror_id)
    .execute();
}

/** What the mirror's own events say of it. Its clock may be wrong, so the newest health is that of the highest number. */
function newsOf(row: MirrorRow, accepted: readonly MirrorEvent[]): Partial<MirrorRow> {
  const news: Partial<MirrorRow> = {};
  let { folded, lost, last_health_seq: newest } = row;
  for (const { type, body, seq, timeMs } of accepted) {
    if (type === 'loss.reported') lost += (JSON.parse(body) as EventBody<'loss.reported'>).count;
    if (type !== 'mirror.health') continue;
    const health = JSON.parse(body) as EventBody<'mirror.health'>;
    // The reading that stands for them has a number of its own.
    if (health.folded > 1) folded += health.folded;
    if (seq <= newest) continue;
    newest = seq;
    Object.assign(news, { last_health: body, last_health_ms: timeMs, version: health.version });
  }
  return { ...news, last_health_seq: newest, folded: storable(folded), lost: storable(lost) };
}

/** A sum of what a mirror says stays where numbers are exact. */
const storable = (sum: number): number => Math.min(sum, Number.MAX_SAFE_INTEGER);
