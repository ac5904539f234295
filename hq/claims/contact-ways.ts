/**
 * Static codes of an advisor at a mirror (联系我): their `state` is reckoned from the two, so that whoever makes the code at
 * WeCom copies it from the mirror's page and HQ needs no list of them.
 */
import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { HqDatabase } from '../storage/schema.ts';

/** WeCom takes 30 characters. */
const STATE_LENGTH = 25;

export const contactWayState = (mirrorId: string, baId: string): string =>
  `c${hash('sha256', `${mirrorId}\n${baId}`)}`.slice(0, STATE_LENGTH);

export interface ContactWay {
  readonly mirrorId: string;
  readonly ba: string;
}

/** undefined when no advisor ever served in a store of such a mirror. */
export async function findContactWay(db: HqDatabase, state: string): Promise<ContactWay | undefined> {
  const { rows } = await sql<ContactWay>`
    SELECT DISTINCT stood.mirror_id AS "mirrorId", served.ba_id AS ba
    FROM mirror_stores AS stood JOIN advisors AS served ON served.store_id = stood.store_id
    WHERE left('c' || encode(sha256(convert_to(stood.mirror_id || E'\\n' || served.ba_id, 'UTF8')), 'hex'), ${STATE_LENGTH})
      = ${state}`.execute(db);
  return rows[0];
}
