/** The stored zip, written and read back, whole and damaged. */
import { describe, expect, it } from 'vitest';
import { readStoredZip, writeStoredZip } from '../../../../models/face/zip.ts';

const entries = [
  { name: 'first', bytes: Buffer.from('one') },
  { name: 'empty', bytes: Buffer.alloc(0) },
  { name: 'last', bytes: Buffer.from('three') },
];

describe('a stored zip', () => {
  it('gives back what was put in, in order', () => {
    expect(readStoredZip(writeStoredZip(entries))).toEqual(entries);
  });

  it('holds the bytes as they are', () => {
    expect(Buffer.from(writeStoredZip(entries)).includes('three')).toBe(true);
  });

  it('is refused when an entry is damaged', () => {
    const zip = Buffer.from(writeStoredZip(entries));
    zip.write('X', zip.indexOf('three'));
    expect(() => readStoredZip(zip)).toThrow('last in it is damaged');
  });

  it('is refused when an entry is compressed', () => {
    const zip = Buffer.from(writeStoredZip(entries));
    const centralHeader = zip.indexOf('PK\x01\x02');
    zip.writeUInt16LE(8, centralHeader + 10);
    expect(() => readStoredZip(zip)).toThrow('first in it is compressed');
  });

  it('is refused when its end is cut off', () => {
    const zip = writeStoredZip(entries);
    expect(() => readStoredZip(zip.subarray(0, -22))).toThrow('not a zip file');
  });
});
