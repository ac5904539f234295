/**
 * Uncompressed frames as a Matroska stream, the plainest way to hand ffmpeg frames together with their times. Source:
 * RFC 8794 (EBML) and RFC 9559 (Matroska); every length is written in eight bytes.
 */

const TIMES_IN_NS = 1000;
const UNKNOWN_LENGTH = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

function idBytes(id: number): Buffer {
  const hex = id.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

function lengthBytes(length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  bytes[0] = 0x01;
  return bytes;
}

function element(id: number, ...content: Buffer[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([idBytes(id), lengthBytes(length), ...content]);
}

function number(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return element(id, bytes);
}

const text = (id: number, value: string): Buffer => element(id, Buffer.from(value, 'latin1'));

/** What opens the stream: one video track of I420 frames; times in microseconds. */
export function matroskaHeader(widthPx: number, heightPx: number): Buffer {
  const ebml = element(0x1a45dfa3, text(0x4282, 'matroska'), number(0x4287, 4), number(0x4285, 2));
  const info = element(
    0x1549a966,
    number(0x2ad7b1, TIMES_IN_NS),
    text(0x4d80, 'Vermilion'),
    text(0x5741, 'Vermilion'),
  );
  const video = element(0xe0, number(0xb0, widthPx), number(0xba, heightPx), text(0x2eb524, 'I420'));
  const track = element(
    0xae,
    number(0xd7, 1),
    number(0x73c5, 1),
    number(0x83, 1),
    text(0x86, 'V_UNCOMPRESSED'),
    video,
  );
  const segment = Buffer.concat([idBytes(0x18538067), UNKNOWN_LENGTH]);
  return Buffer.concat([ebml, segment, info, element(0x1654ae6b, track)]);
}

/** What goes before the `frameBytes` of a frame shown at `timeUs`: a cluster of its own. */
export function matroskaFrameHeader(timeUs: number, frameBytes: number): Buffer {
  const time = number(0xe7, timeUs);
  // Track 1, 0 µs after the cluster's time, a key frame.
  const block = Buffer.from([0x81, 0, 0, 0x80]);
  const blockHead = Buffer.concat([idBytes(0xa3), lengthBytes(block.length + frameBytes), block]);
  const length = time.length + blockHead.length + frameBytes;
  return Buffer.concat([idBytes(0x1f43b675), lengthBytes(length), time, blockHead]);
}
