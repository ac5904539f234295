/** Finds where a text stops being JSON, because the engine's own message often gives no line. */

const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

/** The line (from 1) of the first thing that cannot stand where it stands; undefined when `text` is JSON. */
export function brokenLine(text: string): number | undefined {
  const reader = { text, at: 0 };
  const whole = readValue(reader) && reader.at === text.length;
  return whole ? undefined : text.slice(0, reader.at).split('\n').length;
}

interface Reader {
  text: string;
  /** Everything before it is right. */
  at: number;
}

function take(reader: Reader, token: RegExp | string): boolean {
  const { text, at } = reader;
  if (typeof token === 'string') {
    if (!text.startsWith(token, at)) return false;
    reader.at += token.length;
    return true;
  }
  token.lastIndex = at;
  const match = token.exec(text);
  if (match === null) return false;
  reader.at += match[0].length;
  return true;
}

/** Reads one value and the space around it. */
function readValue(reader: Reader): boolean {
  take(reader, SPACE);
  const read = take(reader, '{')
    ? readList(reader, '}', readMember)
    : take(reader, '[')
      ? readList(reader, ']', readValue)
      : take(reader, STRING) || take(reader, SCALAR);
  if (read) take(reader, SPACE);
  return read;
}

function readMember(reader: Reader): boolean {
  take(reader, SPACE);
  if (!take(reader, STRING)) return false;
  take(reader, SPACE);
  return take(reader, ':') && readValue(reader);
}

function readList(reader: Reader, end: string, readItem: (reader: Reader) => boolean): boolean {
  take(reader, SPACE);
  if (take(reader, end)) return true;
  while (readItem(reader)) {
    if (take(reader, end)) return true;
    if (!take(reader, ',')) return false;
  }
  return false;
}
