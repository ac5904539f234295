/** Shades as the command line names and prints them, and the look that a shade makes. */

import { type Look, lookOf as lookOfShade, readSwatch } from '../../../renderer/tryon/look.ts';
import type { Catalogue, Shade } from '../../contract/catalogue.ts';
import type { Finish } from '../../contract/finishes.ts';
import { tryError } from './errors.ts';

const MAX_SUGGESTIONS = 3;

/** @throws `usage` naming the nearest shades when there is none of this SKU; case does not matter */
export function findShade({ shades }: Catalogue, sku: string): Shade {
  const wanted = sku.toUpperCase();
  const shade = shades.find((known) => known.sku === wanted);
  if (shade !== undefined) return shade;
  const near = nearest(shades, wanted).map((known) => `${known.sku} (${known.name.en})`);
  throw tryError('usage', `There is no shade ${sku}. Near it: ${near.join(', ')}. --list prints them all.`);
}

function nearest(shades: readonly Shade[], wanted: string): Shade[] {
  const distance = ({ sku, name }: Shade) =>
    Math.min(...[sku, ...Object.values(name)].map((text) => editDistance(text.toUpperCase(), wanted)));
  return shades.toSorted((a, b) => distance(a) - distance(b)).slice(0, MAX_SUGGESTIONS);
}

/** Letters to insert, delete or replace to get from one text to the other (Levenshtein). */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, replaced));
    }
    row = next;
  }
  return row[to.length] as number;
}

/** One line per shade: SKU, swatch, finish, names; `withColour` puts the swatch's colour before it (ANSI 24 bit). */
export function listShades({ shades }: Catalogue, withColour: boolean): string {
  const skuWidth = Math.max(...shades.map(({ sku }) => sku.length));
  const finishWidth = Math.max(...shades.map(({ finish }) => finish.length));
  const lines = shades.map(({ sku, swatch, finish, name }) => {
    const block = withColour ? `\x1b[48;2;${readSwatch(swatch).join(';')}m  \x1b[0m ` : '';
    return `${sku.padEnd(skuWidth)}  ${block}${swatch}  ${finish.padEnd(finishWidth)}  ${name.en}  ${name['zh-CN']}`;
  });
  return lines.join('\n');
}

export const lookOf = (shade: Shade, finish: Finish | undefined, intensity: number): Look =>
  lookOfShade(shade, intensity, finish);
