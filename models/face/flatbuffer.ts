/**
 * Copies FlatBuffers through plain objects: `readRoot` unpacks a buffer by a table of field ids, `writeRoot`
 * packs it afresh. A field left out stays left out, and a field the table does not describe is an error, so a
 * copy never loses anything silently.
 */
import { Builder, ByteBuffer } from 'flatbuffers';

/** A table's fields by name: the id in the public schema and how the value is stored. */
export type Shape = Readonly<Record<string, Field>>;
export type Field = readonly [id: number, kind: Kind];

/**
 * `alignedBytes` start at a multiple of 16, as TFLite wants for tensor data. A union's shape is chosen by the
 * field `typeField`.
 */
export type Kind =
  | 'int8'
  | 'int32'
  | 'string'
  | 'bytes'
  | 'alignedBytes'
  | 'int32s'
  | 'float32s'
  | { readonly table: Shape }
  | { readonly tables: Shape }
  | { readonly union: Readonly<Record<number, Shape>>; readonly typeField: string };

/** The plain object that stands for a table of shape `S`. */
export type Row<S extends Shape> = { -readonly [Name in keyof S]?: Value<S[Name][1]> };

type Value<K> = K extends 'int8' | 'int32'
  ? number
  : K extends 'string'
    ? string
    : K extends 'bytes' | 'alignedBytes'
      ? Uint8Array
      : K extends 'int32s' | 'float32s'
        ? number[]
        : K extends { readonly table: infer S extends Shape }
          ? Row<S>
          : K extends { readonly tables: infer S extends Shape }
            ? Row<S>[]
            : AnyRow;

type AnyRow = Record<string, unknown>;

const ALIGNMENT = 16;

/**
 * Unpacks a whole buffer; byte vectors are views into `bytes`, everything else is copied.
 * @throws Error when the four-letter identifier differs or a table has a field that its shape lacks.
 */
export function readRoot<S extends Shape>(bytes: Uint8Array, identifier: string, shape: S): Row<S> {
  const buffer = new ByteBuffer(bytes);
  if (!buffer.__has_identifier(identifier)) throw new Error(`This buffer is not a ${identifier} FlatBuffer.`);
  return readTable(buffer, buffer.__indirect(0), shape) as Row<S>;
}

function readTable(buffer: ByteBuffer, table: number, shape: Shape): AnyRow {
  const row: AnyRow = {};
  let described = 0;
  for (const [name, [id, kind]] of Object.entries(shape)) {
    const offset = buffer.__offset(table, vtableSlot(id));
    if (offset === 0) continue;
    row[name] = readValue(buffer, table + offset, kind, row);
    described++;
  }
  if (described !== countFields(buffer, table)) {
    throw new Error(`A table has more fields than the described ${Object.keys(shape).join(', ')}.`);
  }
  return row;
}

function readValue(buffer: ByteBuffer, at: number, kind: Kind, row: AnyRow): unknown {
  if (kind === 'int8') return buffer.readInt8(at);
  if (kind === 'int32') return buffer.readInt32(at);
  if (kind === 'string') return buffer.__string(at);
  if (typeof kind === 'object' && 'table' in kind)
    return readTable(buffer, buffer.__indirect(at), kind.table);
  if (typeof kind === 'object' && 'union' in kind)
    return readTable(buffer, buffer.__indirect(at), unionShape(kind, row));
  const start = buffer.__vector(at);
  const length = buffer.__vector_len(at);
  if (kind === 'bytes' || kind === 'alignedBytes') return buffer.bytes().subarray(start, start + length);
  return Array.from({ length }, (_, index) => {
    const element = start + 4 * index;
    if (kind === 'int32s') return buffer.readInt32(element);
    if (kind === 'float32s') return buffer.readFloat32(element);
    return readTable(buffer, buffer.__indirect(element), kind.tables);
  });
}

/**
 * Packs `row` into a fresh buffer whose length is a multiple of the largest alignment used.
 * @param expectedBytes a first guess of the size; a good one avoids copying while the buffer grows.
 */
export function writeRoot<S extends Shape>(
  row: Row<S>,
  identifier: string,
  shape: S,
  expectedBytes = 1024,
): Uint8Array {
  const builder = new Builder(expectedBytes);
  // A copied field keeps its place even when it holds the schema's default.
  builder.forceDefaults(true);
  builder.finish(writeTable(builder, row, shape), identifier);
  return builder.asUint8Array();
}

/** Offsets only point forward and the buffer grows backward: what a table refers to is written before it. */
function writeTable(builder: Builder, row: AnyRow, shape: Shape): number {
  const present = Object.entries(shape).filter(([name]) => row[name] !== undefined);
  const values = present.map(([name, [, kind]]) => writeValue(builder, row[name], kind, row));
  builder.startObject(Math.max(-1, ...present.map(([, [id]]) => id)) + 1);
  present.forEach(([, [id, kind]], index) => {
    const value = values[index] as number;
    if (kind === 'int8') builder.addFieldInt8(id, value, 0);
    else if (kind === 'int32') builder.addFieldInt32(id, value, 0);
    else builder.addFieldOffset(id, value, 0);
  });
  return builder.endObject();
}

/** Gives a scalar back as it is; writes anything else and gives its offset. */
function writeValue(builder: Builder, value: unknown, kind: Kind, row: AnyRow): number {
  if (kind === 'int8' || kind === 'int32') return value as number;
  if (kind === 'string') return builder.createString(value as string);
  if (kind === 'bytes') return builder.createByteVector(value as Uint8Array);
  if (kind === 'alignedBytes') {
    builder.prep(ALIGNMENT, (value as Uint8Array).length);
    return builder.createByteVector(value as Uint8Array);
  }
  if (kind === 'int32s')
    return writeVector(builder, value as number[], (element) => builder.addInt32(element));
  if (kind === 'float32s')
    return writeVector(builder, value as number[], (element) => builder.addFloat32(element));
  if ('table' in kind) return writeTable(builder, value as AnyRow, kind.table);
  if ('union' in kind) return writeTable(builder, value as AnyRow, unionShape(kind, row));
  const tables = (value as AnyRow[]).map((element) => writeTable(builder, element, kind.tables));
  return writeVector(builder, tables, (element) => builder.addOffset(element));
}

function writeVector(builder: Builder, elements: readonly number[], add: (element: number) => void): number {
  builder.startVector(4, elements.length, 4);
  for (let index = elements.length - 1; index >= 0; index--) add(elements[index] as number);
  return builder.endVector();
}

function unionShape(kind: { union: Readonly<Record<number, Shape>>; typeField: string }, row: AnyRow): Shape {
  const type = row[kind.typeField] as number;
  const shape = kind.union[type];
  if (shape === undefined) throw new Error(`Union type ${type} of ${kind.typeField} is not described.`);
  return shape;
}

function vtableSlot(id: number): number {
  return 4 + 2 * id;
}

/** A vtable is its own length, the table's length, then a 16-bit offset per field id, 0 for an absent field. */
function countFields(buffer: ByteBuffer, table: number): number {
  const vtable = table - buffer.readInt32(table);
  let count = 0;
  for (let slot = 4; slot < buffer.readInt16(vtable); slot += 2) {
    if (buffer.readInt16(vtable + slot) !== 0) count++;
  }
  return count;
}
