/** Loads a brand's catalogue of shades from its file. A file with any mistake is refused whole. */
import { join } from 'node:path';
import { readJsonFile } from '../config/json-file.ts';
import { type Catalogue, catalogueSchema } from '../contract/catalogue.ts';

/** The fictional brand that a mirror shows until it is given a catalogue. */
export const SAMPLE_CATALOGUE = join(import.meta.dirname, '../../models/shades/catalogue.json');

/** Throws the errors of readJsonFile, naming the file and the key or line. */
export function loadCatalogue(path: string): Catalogue {
  return readJsonFile('catalogue', path, catalogueSchema);
}
