/** Names and colours of shades, as HQ last sent a catalogue to a mirror in scope. */
import { sql } from 'kysely';
import { type Catalogue, catalogueSchema } from '../../../main/contract/catalogue.ts';
import sample from '../../../models/shades/catalogue.json' with { type: 'json' };
import { daysOf, inScope, type Scope } from '../../accounts/scope.ts';
import type { HqDatabase } from '../../storage/schema.ts';

export type ShadesBySku = ReadonlyMap<string, Pick<Catalogue['shades'][number], 'name' | 'swatch'>>;

/** The sample, which such mirrors show, where none was sent. */
export async function readCatalogue(db: HqDatabase, scope: Scope): Promise<ShadesBySku> {
  const { rows } = await sql<{ body: string }>`
    SELECT body FROM inbox WHERE kind = 'catalogue' AND EXISTS (
      SELECT 1 FROM mirror_stores AS stood
      WHERE stood.mirror_id = inbox.mirror_id AND ${inScope(scope, sql.ref('stood.store_id'), daysOf('stood'))})
    ORDER BY created_ms DESC LIMIT 1`.execute(db);
  const told: unknown = rows[0] === undefined ? sample : JSON.parse(rows[0].body);
  const { data } = catalogueSchema.safeParse(told);
  return new Map(data?.shades.map((shade) => [shade.sku, shade]));
}
