/** Fills a store with many days of visits: their events raw, as if recorded long ago, the statistics by their own recount. */
import { v7 as newId } from 'uuid';
import type { Database } from '../../../main/store/store.ts';
import { buildRandom } from '../../faults/random.ts';
import { sampleVisit } from './sample-visits.ts';

const DAY_MS = 86_400_000;
/** The counter is open from ten to ten. */
const OPEN_MS = 12 * 3_600_000;
const PASSERS_A_DAY = 400;

/** @returns how many events there are now */
export function fillStore(
  db: Database,
  { days, visitsADay, firstMs }: { days: number; visitsADay: number; firstMs: number },
): number {
  const random = buildRandom(5);
  const insert = db.prepare(
    `INSERT INTO events (seq, id, type, version, visit_id, time_ms, wall_ms, mono_ms, boot_id, body, sha256)
     VALUES (?, ?, ?, 1, ?, ?, ?, ?, 'boot', ?, '')`,
  );
  let seq = 0;
  const add = (visitId: string | null, type: string, timeMs: number, body: object): void =>
    void insert.run(++seq, newId(), type, visitId, timeMs, timeMs, seq, JSON.stringify(body));
  db.transaction(() => {
    for (let day = 0; day < days; day++) {
      const openMs = firstMs + day * DAY_MS + 10 * 3_600_000;
      for (let visit = 0; visit < visitsADay; visit++) {
        const visitId = newId();
        for (const { type, timeMs, body } of sampleVisit(random, openMs + random.below(OPEN_MS)))
          add(visitId, type, timeMs, body);
      }
      for (let passer = 0; passer < PASSERS_A_DAY; passer++)
        add(null, 'presence.passed', openMs + random.below(OPEN_MS), { durationMs: 4000 });
    }
  })();
  return seq;
}
