import { describe, expect, it } from 'vitest';
import { buildCamera } from '../../../../models/shopper/camera.ts';
import { frameToRgb } from '../../../../models/shopper/frame-rgb.ts';

const size = { widthPx: 16, heightPx: 16 };
const box = { left: 0, top: 0, right: 16, bottom: 16 };

function shoot(red: number, green: number, blue: number) {
  const camera = buildCamera(size);
  const codes = Uint8Array.from({ length: 3 * 256 }, (_, i) => [red, green, blue][i % 3]);
  camera.run(codes, box, 0, 1);
  return camera.frame;
}

describe('the camera', () => {
  it('writes the codes that BT.709 gives for black, white and the primaries', () => {
    const codes = (...rgb: [number, number, number]) => {
      const { data } = shoot(...rgb);
      return [data[0], data[256], data[320]];
    };
    expect(codes(0, 0, 0)).toEqual([16, 128, 128]);
    expect(codes(255, 255, 255)).toEqual([235, 128, 128]);
    expect(codes(255, 0, 0)).toEqual([63, 102, 240]);
    expect(codes(0, 255, 0)).toEqual([173, 42, 26]);
    expect(codes(0, 0, 255)).toEqual([32, 240, 118]);
  });

  it('is undone by frameToRgb to within rounding', () => {
    for (const rgb of [
      [200, 120, 100],
      [41, 36, 32],
      [246, 237, 228],
    ] as [number, number, number][]) {
      const back = frameToRgb(shoot(...rgb));
      for (let c = 0; c < 3; c++) expect(Math.abs(back[c] - rgb[c])).toBeLessThanOrEqual(2);
    }
  });
});
