/** A QR code as the one path that draws its dark modules, with the quiet zone that readers need around it. */
import { create } from 'qrcode';

/** By ISO/IEC 18004; the plate ends where it ends. */
export const QUIET_MODULES = 4;

export interface QrDrawing {
  /** Modules along one side, quiet zone included. */
  readonly size: number;
  /** Of an SVG whose unit is one module. */
  readonly path: string;
}

/** Throws the library's error for what is too long for any QR code. */
export function drawQr(payload: string): QrDrawing {
  const { size, data } = create(payload, { errorCorrectionLevel: 'M' }).modules;
  const rows = Array.from({ length: size }, (_, row) =>
    rowPath(data.subarray(row * size, (row + 1) * size), row),
  );
  return { size: size + 2 * QUIET_MODULES, path: rows.join('') };
}

/** Neighbouring modules are one rectangle, so that no seam can show between them. */
function rowPath(modules: Uint8Array, row: number): string {
  let path = '';
  for (let start = 0; start < modules.length; start++) {
    let end = start;
    while (modules[end] === 1) end++;
    if (end === start) continue;
    path += `M${start + QUIET_MODULES} ${row + QUIET_MODULES}h${end - start}v1h${start - end}z`;
    start = end;
  }
  return path;
}
