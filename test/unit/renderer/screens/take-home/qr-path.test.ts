/** The drawn path is the code: exactly the dark modules, with the quiet zone around them. */
import { create } from 'qrcode';
import { expect, test } from 'vitest';
import { drawQr, QUIET_MODULES } from '../../../../../renderer/screens/take-home/qr-path.ts';

/** Which modules the path covers, read as an SVG renderer reads it. */
function covered(path: string, size: number): Uint8Array {
  const modules = new Uint8Array(size * size);
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)];
  expect(runs.map(([run]) => run).join('')).toBe(path);
  for (const [, column, row, there, back] of runs) {
    expect(back).toBe(there);
    const start = Number(row) * size + Number(column);
    modules.fill(1, start, start + Number(there));
  }
  return modules;
}

test.each(['a', 'https://brand.example/t/1q83vASNFZ4mrze8BI0VniavN7wEx', 'x'.repeat(400)])(
  'of %s it covers the dark modules of the library, and nothing else',
  (payload) => {
    const { size, path } = drawQr(payload);
    const { modules } = create(payload, { errorCorrectionLevel: 'M' });
    expect(size).toBe(modules.size + 2 * QUIET_MODULES);
    const dark = covered(path, size);
    const expected = new Uint8Array(size * size);
    for (let row = 0; row < modules.size; row++) {
      const line = modules.data.subarray(row * modules.size, (row + 1) * modules.size);
      expected.set(line, (row + QUIET_MODULES) * size + QUIET_MODULES);
    }
    expect(dark).toEqual(expected);
  },
);

test('the quiet zone is four modules wide', () => {
  expect(QUIET_MODULES).toBe(4);
  expect(drawQr('a').path).toMatch(/^M4 4h7v1h-7z/);
});
