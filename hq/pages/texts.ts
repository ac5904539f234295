/** Texts as their JSON files hold them, one address a text, with places for values. */

export type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

export type Values = Readonly<Record<string, string | number>>;

/** By address, such as `fleet.title`. */
export function flat(texts: object, before = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') all.set(before + key, value);
    else for (const [below, text] of flat(value, `${before}${key}.`)) all.set(below, text);
  }
  return all;
}

/** Values take the places of `{{name}}`; what comes out is text, not yet HTML. */
export const filled = (text: string, values: Values = {}): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_all, name) => String(values[name] ?? ''));
