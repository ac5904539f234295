/**
 * What is missing of each mirror: sequence numbers that HQ never got, known for a day, beside what the mirror itself says
 * that it folded or had to refuse.
 */
import { type Gap, gapsIn, parseRanges } from '../ingest/seen-ranges.ts';
import type { MirrorRow } from '../storage/schema.ts';

export interface MirrorGaps {
  readonly mirrorId: string;
  readonly gaps: readonly Gap[];
  /** Numbers in the gaps. */
  readonly missing: number;
  /** Readings of health that stand folded in others: they leave holes and lose nothing. */
  readonly folded: number;
  /** Missing beyond what folding explains. */
  readonly unexplained: number;
  /** Events that the mirror refused because it was full, by its own report. They never had a number. */
  readonly lost: number;
}

/** From the mirror's own row; no walk through its events. */
export function readGaps(
  {
    mirror_id: mirrorId,
    seen_ranges,
    folded,
    lost,
  }: Pick<MirrorRow, 'mirror_id' | 'seen_ranges' | 'folded' | 'lost'>,
  nowMs: number,
): MirrorGaps {
  const gaps = gapsIn(parseRanges(seen_ranges), nowMs);
  const missing = gaps.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  return { mirrorId, gaps, missing, folded, unexplained: Math.max(0, missing - folded), lost };
}
