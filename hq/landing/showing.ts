/** All that a page about one code shows, read at once: goods, counter, advisor, hearts, and the benefit that the code promised. */
import type { AdvisorCard } from '../../main/contract/code-view.ts';
import type { InboxBody } from '../../main/contract/wire.ts';
import type { KnownCode } from '../claims/codes.ts';
import type { HqParts } from '../server.ts';
import { type Goods, readGoods, type ShownShade } from './goods.ts';
import { type Place, readAdvisor, readLoved, readPlace } from './place.ts';
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
  readonly benefit: InboxBody<'benefits'>[number] | undefined;
}

export async function readShowing(
  { db, now }: HqParts,
  words: LandingWords,
  code: KnownCode,
): Promise<Showing> {
  const [goods, place, advisor, loved] = await Promise.all([
    readGoods(db, code.mirrorId, code.skus),
    readPlace(db, code),
    readAdvisor(db, code, now()),
    readLoved(db, code),
  ]);
  return {
    shades: goods.shades.map((shade) => ({ ...shade, isLoved: loved.has(shade.sku) })),
    advisor,
    benefit: goods.benefits.find(({ id }) => id === code.benefit),
    ...houseOf(words, goods, place),
  };
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
