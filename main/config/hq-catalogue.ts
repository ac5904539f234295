/**
 * The catalogue that is in use: the file that the settings name, else HQ's, else the sample; with the prices that HQ told
 * last. What HQ told is kept in the store and holds over restarts.
 */
import { z } from 'zod';
import { type Catalogue, catalogueSchema } from '../contract/catalogue.ts';
import { LiveValue } from '../live-value.ts';

/** The part of the store that is needed; `writeState` is called within HQ's transaction. */
export interface Shelf {
  readState(key: string): unknown;
  writeState(key: string, value: unknown): void;
}

export interface UsedCatalogue {
  readonly value: LiveValue<Catalogue>;
  /** Keeps HQ's catalogue; in use with the next `refresh`. Its prices are newer than those that were told before. */
  keep(catalogue: Catalogue): void;
  /** Keeps prices of SKUs; in use with the next `refresh`. Those that were told before stay where these name none. Throws a ZodError for a price that no shade may have. */
  keepPrices(prices: unknown): void;
  /** Brings into use what the store holds. */
  refresh(): void;
}

/** As a catalogue must have them: the wire is less strict. */
const pricesSchema = z.record(z.string(), catalogueSchema.shape.shades.element.shape.price);
type Prices = z.infer<typeof pricesSchema>;

const CATALOGUE_KEY = 'hq-catalogue';
const PRICES_KEY = 'hq-prices';

/** @param isNamed whether `file` is one that the settings name, which wins over HQ's */
export function buildUsedCatalogue(
  file: LiveValue<Catalogue>,
  isNamed: boolean,
  shelf: Shelf,
): UsedCatalogue {
  const read = <T>(key: string, schema: z.ZodType<T>): T | undefined =>
    schema.safeParse(shelf.readState(key)).data;
  const prices = () => read(PRICES_KEY, pricesSchema) ?? {};
  const combined = (): Catalogue => {
    const base = (isNamed ? undefined : read(CATALOGUE_KEY, catalogueSchema)) ?? file.value;
    return withPrices(base, prices());
  };
  const value = new LiveValue(combined());
  const refresh = (): void => value.set(combined());
  file.onChange(refresh);
  return {
    value,
    refresh,
    keep(catalogue) {
      shelf.writeState(CATALOGUE_KEY, catalogue);
      shelf.writeState(PRICES_KEY, {});
    },
    keepPrices: (told) => shelf.writeState(PRICES_KEY, { ...prices(), ...pricesSchema.parse(told) }),
  };
}

/** What HQ tells of SKUs that are not here is kept for a catalogue that has them. */
function withPrices(catalogue: Catalogue, prices: Prices): Catalogue {
  if (Object.keys(prices).length === 0) return catalogue;
  const shades = catalogue.shades.map((shade) => ({ ...shade, price: prices[shade.sku] ?? shade.price }));
  return { ...catalogue, shades };
}
