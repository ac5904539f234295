/** Reads what a platform wrote, XML or JSON, as one flat object of whatever it holds. */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { notReadable } from './adapter.ts';

export type Document = Readonly<Record<string, unknown>>;

// Values are text to the letter. Entities are not resolved: what the platforms write is CDATA, and a document type could
// make a short message a long one.
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: false });

const documentSchema = z.record(z.string(), z.unknown());
const rootSchema = z.object({ xml: documentSchema });

/** Throws Problem. */
export function readDocument(text: string): Document {
  return text.trimStart().startsWith('<') ? readXml(text) : documentIn(parseJson(text));
}

/** Throws Problem. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notReadable(cause);
  }
}

function readXml(text: string): Document {
  try {
    return rootSchema.parse(parser.parse(text)).xml;
  } catch (cause) {
    throw notReadable(cause);
  }
}

function documentIn(value: unknown): Document {
  const parsed = documentSchema.safeParse(value);
  if (!parsed.success) throw notReadable(parsed.error);
  return parsed.data;
}
