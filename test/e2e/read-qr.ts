/** Reads QR codes from a picture of the screen as a phone does, but for codes of the wrong colours, which not every phone reads. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Sharp } from 'sharp';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
const { buffer } = new Uint8Array(readFileSync(wasm));
prepareZXingModule({ overrides: { wasmBinary: buffer } });

export async function readQr(picture: Sharp): Promise<string[]> {
  const found = await readBarcodes(await picture.grayscale().png({ compressionLevel: 0 }).toBuffer(), {
    formats: ['QRCode'],
    tryHarder: true,
    tryRotate: true,
    tryInvert: false,
  });
  return found.map(({ text }) => text);
}
