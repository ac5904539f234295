/** Writes an answer as WeChat reads it: flat, numbers bare and all else as CDATA. */

export function xmlOf(fields: Readonly<Record<string, string | number>>): string {
  const tags = Object.entries(fields).map(
    ([name, value]) => `<${name}>${typeof value === 'number' ? value : cdata(value)}</${name}>`,
  );
  return `<xml>${tags.join('')}</xml>`;
}

/** Its end within a text is shared out between two. */
const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
