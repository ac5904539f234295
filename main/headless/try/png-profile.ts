/**
 * Colour profiles in PNG files: the picture library would convert the numbers when it attaches a profile, so the chunk
 * is put in here. Source: PNG specification (third edition), 5.3 chunk layout and 11.3.2.3 iCCP.
 */
import { crc32, deflateSync } from 'node:zlib';

/** Signature, then IHDR: length, type, 13 bytes, CRC. */
const AFTER_HEADER = 8 + 4 + 4 + 13 + 4;
/** Where an ICC header names its colour space (ICC.1:2022, 7.2). */
const COLOUR_SPACE_AT = 16;

export const isRgbProfile = (icc: Buffer): boolean =>
  icc.toString('latin1', COLOUR_SPACE_AT, COLOUR_SPACE_AT + 4) === 'RGB ';

/** The PNG with `icc` as its profile. It must not have one yet. */
export function embedProfile(png: Buffer, icc: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from('iCCPicc\0\0', 'latin1'), deflateSync(icc)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length - 4);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(content));
  return Buffer.concat([png.subarray(0, AFTER_HEADER), length, content, crc, png.subarray(AFTER_HEADER)]);
}
