/**
 * All that a page about one code shows, read at once: goods, counter, advisor, hearts, and the benefit: that of a member's
 * tier, once she has proven who she is, else what the code promised.
 */
import type { AdvisorCard } from '../../main/contract/code-view.ts';
import type { InboxBody } from '../../main/contract/wire.ts';
import type { KnownCode } from '../claims/codes.ts';
import type { HqParts } from '../server.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { type Goods, readGoods, type ShownShade } from './goods.ts';
import { type Place, readAdvisor, readLoved, readPlace } from './place.ts';
import type { Person } from './sight.ts';
import type { LandingWords } from './words.ts';

export interface House {
  /** undefined: the registry names none. */
  readonly brand: string | undefined;
  /** Of the counter. */
  readonly timeZone: string;
}

export interface Showing extends House {
  readonly shades: readonly (ShownShade & { readonly isLoved: boolean })[];
  readonly advisor: AdvisorCard | undefined;
  readonly benefit: Benefit | undefined;
}

type Benefit = InboxBody<'benefits'>[number];

/** @param person null: nobody has proven who she is */
export async function readShowing(
  { db, now }: HqParts,
  words: LandingWords,
  code: KnownCode,
  person: Person | null,
): Promise<Showing> {
  const [goods, place, advisor, loved, tier] = await Promise.all([
    readGoods(db, code.mirrorId, code.skus),
    readPlace(db, code),
    readAdvisor(db, code, now()),
    readLoved(db, code),
    readTier(db, person),
  ]);
  return {
    shades: goods.shades.map((shade) => ({ ...shade, isLoved: loved.has(shade.sku) })),
    advisor,
    benefit: benefitFor(goods.benefits, code.benefit, tier),
    ...houseOf(words, goods, place),
  };
}

/** Of whoever is no member, or no longer, a tier is not used. */
async function readTier(db: HqDatabase, person: Person | null): Promise<string | null> {
  if (!person?.isMember) return null;
  const { contactId } = person;
  const row = await db
    .selectFrom('contacts')
    .select('tier')
    .where('contact_id', '=', contactId)
    .executeTakeFirst();
  return row?.tier ?? null;
}

/** What is a tier's own is shown to nobody else. @param promised by the code, by id; null: it promised none */
function benefitFor(
  benefits: readonly Benefit[],
  promised: string | null,
  tier: string | null,
): Benefit | undefined {
  const own = tier === null ? undefined : benefits.find((each) => each.tier === tier);
  const ofAnybody = benefits.filter((each) => each.tier === null);
  if (own !== undefined || promised === null) return own;
  return ofAnybody.find(({ id }) => id === promised) ?? ofAnybody[0];
}

/** The house alone, for pages that show no shade. */
export async function readHouse(
  { db }: Pick<HqParts, 'db'>,
  words: LandingWords,
  code: Pick<KnownCode, 'mirrorId' | 'storeId' | 'skus'>,
): Promise<House> {
  const [goods, place] = await Promise.all([readGoods(db, code.mirrorId, code.skus), readPlace(db, code)]);
  return houseOf(words, goods, place);
}

const houseOf = (words: LandingWords, goods: Goods, place: Place): House => ({
  brand: goods.brand === undefined ? (place.brand ?? undefined) : words.pick(goods.brand),
  timeZone: place.timeZone,
});
