/**
 * The one kind of zip a `.task` may be: stored, without compression, so the runtime can use its entries in
 * place. Writing is deterministic (order as given, one fixed date); reading checks what it returns.
 */
import { crc32 } from 'node:zlib';

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_RECORD = 0x06054b50;
const LOCAL_HEADER_BYTES = 30;
const CENTRAL_HEADER_BYTES = 46;
const END_RECORD_BYTES = 22;
const VERSION_STORED = 10;
/** 1 January 1980, the earliest date the format knows. */
const FIXED_DATE = 0x21;

export interface ZipEntry {
  name: string;
  bytes: Uint8Array;
}

/** Packs entries uncompressed, in the order given. Names must be ASCII; the whole stays below 4 GiB. */
export function writeStoredZip(entries: readonly ZipEntry[]): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name, 'ascii');
    const facts = entryFacts(entry.bytes, name.length);
    const local = Buffer.alloc(LOCAL_HEADER_BYTES);
    local.writeUInt32LE(LOCAL_HEADER, 0);
    facts.copy(local, 4);
    const central = Buffer.alloc(CENTRAL_HEADER_BYTES);
    central.writeUInt32LE(CENTRAL_HEADER, 0);
    central.writeUInt16LE(VERSION_STORED, 4);
    facts.copy(central, 6);
    central.writeUInt32LE(offset, 42);
    bodies.push(local, name, Buffer.from(entry.bytes));
    directory.push(central, name);
    offset += local.length + name.length + entry.bytes.length;
  }
  const directoryBytes = directory.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([...bodies, ...directory, endRecord(entries.length, directoryBytes, offset)]);
}

/** The 26 bytes that a local and a central header have in common, from "version needed" to "extra length". */
function entryFacts(bytes: Uint8Array, nameLength: number): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(VERSION_STORED, 0);
  facts.writeUInt16LE(FIXED_DATE, 8);
  facts.writeUInt32LE(crc32(bytes), 10);
  facts.writeUInt32LE(bytes.length, 14);
  facts.writeUInt32LE(bytes.length, 18);
  facts.writeUInt16LE(nameLength, 22);
  return facts;
}

function endRecord(entryCount: number, directoryBytes: number, directoryOffset: number): Buffer {
  const record = Buffer.alloc(END_RECORD_BYTES);
  record.writeUInt32LE(END_RECORD, 0);
  record.writeUInt16LE(entryCount, 8);
  record.writeUInt16LE(entryCount, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(directoryOffset, 16);
  return record;
}

/**
 * Lists a stored zip's entries; their bytes are views into `zip`.
 * @throws Error with a short reason when it is no zip, an entry is compressed or a checksum is wrong.
 */
export function readStoredZip(zip: Uint8Array): ZipEntry[] {
  const buffer = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(END_RECORD);
  const end = buffer.lastIndexOf(signature);
  if (end < 0) throw new Error('it is not a zip file');
  const entries: ZipEntry[] = [];
  let position = buffer.readUInt32LE(end + 16);
  for (let remaining = buffer.readUInt16LE(end + 10); remaining > 0; remaining--) {
    entries.push(readEntry(buffer, position));
    position += CENTRAL_HEADER_BYTES;
    position +=
      buffer.readUInt16LE(position - 18) +
      buffer.readUInt16LE(position - 16) +
      buffer.readUInt16LE(position - 14);
  }
  return entries;
}

/** Sizes come from the central header, because a streamed zip leaves them out of the local one. */
function readEntry(buffer: Buffer, central: number): ZipEntry {
  if (buffer.readUInt32LE(central) !== CENTRAL_HEADER) throw new Error('its directory is damaged');
  const nameStart = central + CENTRAL_HEADER_BYTES;
  const name = buffer.toString('utf8', nameStart, nameStart + buffer.readUInt16LE(central + 28));
  if (buffer.readUInt16LE(central + 10) !== 0) throw new Error(`${name} in it is compressed`);
  const local = buffer.readUInt32LE(central + 42);
  const start =
    local + LOCAL_HEADER_BYTES + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28);
  const bytes = buffer.subarray(start, start + buffer.readUInt32LE(central + 24));
  if (crc32(bytes) !== buffer.readUInt32LE(central + 16)) throw new Error(`${name} in it is damaged`);
  return { name, bytes };
}
