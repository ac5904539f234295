/**
 * What HQ last told a mirror of its goods: shades with prices and stock, and benefits. Where HQ never sent a catalogue, the
 * sample's shades are known, as they are on a mirror that has no other.
 */
import { sql } from 'kysely';
import { type Catalogue, catalogueSchema, type Shade } from '../../main/contract/catalogue.ts';
import { INBOX_BODIES, type InboxBody } from '../../main/contract/wire.ts';
import sample from '../../models/shades/catalogue.json' with { type: 'json' };
import type { HqDatabase } from '../storage/schema.ts';

/** `ask`: none, or nobody told. */
export type Stock = 'many' | 'few' | 'ask';

export interface ShownShade {
  readonly sku: string;
  /** undefined: the catalogue has it no more. */
  readonly shade: Pick<Shade, 'name' | 'swatch' | 'finish'> | undefined;
  readonly price: { amount: number; currency: string } | undefined;
  readonly stock: Stock;
}

export interface Goods {
  /** By locale; undefined: HQ sent no catalogue. */
  readonly brand: Catalogue['brand'] | undefined;
  readonly shades: readonly ShownShade[];
  readonly benefits: InboxBody<'benefits'>;
}

const KINDS = ['catalogue', 'prices', 'stock', 'benefits'] as const;
type Kind = (typeof KINDS)[number];

const FEW = 3;
const SAMPLE: Catalogue = catalogueSchema.parse(sample);

/** @param skus in the order in which they are shown */
export async function readGoods(db: HqDatabase, mirrorId: string, skus: readonly string[]): Promise<Goods> {
  const told = await readTold(db, mirrorId);
  const catalogue = told('catalogue') ?? (isSample(skus) ? SAMPLE : undefined);
  const shades = new Map(catalogue?.shades.map((shade) => [shade.sku, shade]));
  const [prices, stock] = [told('prices') ?? {}, told('stock') ?? {}];
  return {
    brand: catalogue?.brand,
    benefits: told('benefits') ?? [],
    shades: skus.map((sku) => {
      const shade = shades.get(sku);
      return { sku, shade, price: prices[sku] ?? shade?.price, stock: stockOf(stock[sku]) };
    }),
  };
}

/** Another brand's numbers are not the sample's. */
const isSample = (skus: readonly string[]): boolean =>
  skus.length > 0 && skus.every((sku) => SAMPLE.shades.some((shade) => shade.sku === sku));

function stockOf(pieces: number | undefined): Stock {
  if (pieces === undefined || pieces === 0) return 'ask';
  return pieces <= FEW ? 'few' : 'many';
}

/** The newest of each kind. */
async function readTold(db: HqDatabase, mirrorId: string) {
  const { rows } = await sql<{ kind: Kind; body: string }>`
    SELECT DISTINCT ON (kind) kind, body FROM inbox
    WHERE mirror_id = ${mirrorId} AND kind = ANY (${[...KINDS]}::text[]) ORDER BY kind, cursor DESC`.execute(
    db,
  );
  const bodies = new Map(rows.map(({ kind, body }) => [kind, body]));
  return <K extends Kind>(kind: K): InboxBody<K> | undefined => {
    const body = bodies.get(kind);
    const parsed = INBOX_BODIES[kind].safeParse(body === undefined ? undefined : JSON.parse(body));
    return parsed.data as InboxBody<K> | undefined;
  };
}
