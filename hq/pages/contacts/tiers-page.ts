/** `/contacts/tiers`: what the till knows of members, taken in whole from a CSV file or not at all. Nobody is created by it. */
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../../accounts/audit.ts';
import { operatorIn, requireOperator } from '../../accounts/guard.ts';
import type { HqDatabase } from '../../storage/schema.ts';
import { said, sendPage } from '../layout.ts';
import type { PagesOptions } from '../pages.ts';
import { refusalOf } from '../sentences.ts';
import { searchPage } from './search-page.ts';
import { parseTiers, type TierLine } from './tier-lines.ts';

const form = z.object({ file: z.string() });

export function registerTiers(app: FastifyInstance, { db, now, settings }: PagesOptions): void {
  app.post('/contacts/tiers', { onRequest: requireOperator('hq') }, async (request, reply) => {
    const { words } = request;
    const title = words.say('nav.contacts');
    try {
      const tiers = parseTiers(form.parse(request.body).file, settings.membership.country);
      const detail = { lines: tiers.length, matched: await giveTiers(db, tiers) };
      await audit(db, { operatorId: operatorIn(request).id, what: 'tiers-imported', detail }, now());
      const [lines, matched] = [words.number(detail.lines), words.number(detail.matched)];
      const taken = said(words.say('contacts.tiersTaken', { lines, matched }));
      return sendPage(request, reply, { title, body: searchPage(request, undefined, '', taken) });
    } catch (error) {
      const body = searchPage(request, undefined, '', refusalOf(words, error));
      return sendPage(request, reply, { title, body, status: 422 });
    }
  });
}

/** To those alone who agree to membership now, in one statement. @returns how many */
async function giveTiers(db: HqDatabase, tiers: readonly TierLine[]): Promise<number> {
  const [phones, names] = [tiers.map(({ phone }) => phone), tiers.map(({ tier }) => tier)];
  const { rows } = await sql`
    UPDATE contacts SET tier = given.tier
    FROM unnest(${phones}::text[], ${names}::text[]) AS given (phone, tier)
    JOIN contact_refs AS own ON own.channel = 'phone' AND own.ref = given.phone
    WHERE contacts.contact_id = own.contact_id AND joined_ms IS NOT NULL AND deleted_ms IS NULL AND (
      SELECT is_given FROM consents WHERE consents.contact_id = contacts.contact_id AND purpose = 'membership'
      ORDER BY at_ms DESC, id DESC LIMIT 1)
    RETURNING contacts.contact_id`.execute(db);
  return rows.length;
}
