/** HTML as tagged templates: what is put in is escaped, unless it is HTML of this kind already. */

/** Text that is safe to send as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

export type Part = Html | string | number | null | undefined | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Lists are joined; null, undefined and false leave nothing. Attribute values must stand in quotes. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  let text = texts[0] as string;
  for (let i = 0; i < parts.length; i++) text += written(parts[i]) + texts[i + 1];
  return new Html(text);
}

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(written).join('');
  return String(part).replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
}
