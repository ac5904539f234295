/** Reads protocol buffers field by field, as much as the canonical mesh needs: no schema, no groups. */

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/**
 * A field's number and its value: a varint, the bits of a 32-bit float, or the bytes of a message or packed
 * list.
 */
export type ProtoField =
  | { number: number; kind: 'varint'; value: number }
  | { number: number; kind: 'float'; value: number }
  | { number: number; kind: 'bytes'; value: Uint8Array };

/**
 * Yields the fields of one message in file order; 64-bit fixed values are skipped, varints must fit in 53
 * bits.
 * @throws Error on a wire type that no message here uses; RangeError when the bytes end within a field.
 */
export function* readFields(message: Uint8Array): Generator<ProtoField> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let position = 0;

  function readVarint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = view.getUint8(position++);
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  while (position < message.length) {
    const key = readVarint();
    const number = Math.floor(key / 8);
    const wireType = key % 8;
    if (wireType === VARINT) {
      yield { number, kind: 'varint', value: readVarint() };
    } else if (wireType === FIXED_32) {
      yield { number, kind: 'float', value: view.getFloat32(position, true) };
      position += 4;
    } else if (wireType === LENGTH_DELIMITED) {
      const length = readVarint();
      yield { number, kind: 'bytes', value: message.subarray(position, position + length) };
      position += length;
    } else if (wireType === FIXED_64) {
      position += 8;
    } else {
      throw new Error(`Protocol buffer wire type ${wireType} is not supported.`);
    }
  }
}
