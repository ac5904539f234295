import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  filmHiding,
  filmReflectance,
  thicknessThatHides,
} from '../../../../../renderer/tryon/colour/film.ts';
import {
  DECODE_STEPS,
  decodeSrgb,
  decodeTable,
  ENCODE_LAST,
  encodeSrgb,
  encodeTable,
} from '../../../../../renderer/tryon/colour/transfer.ts';
import { yuvCoefficients } from '../../../../../renderer/tryon/colour/yuv.ts';

const albedo = fc.double({ min: 0.002, max: 0.98, noNaN: true });

describe('the film over a lip', () => {
  it('is the lip when it has no thickness and the shade when it is thick', () => {
    fc.assert(
      fc.property(albedo, albedo, (lip, shade) => {
        expect(filmReflectance(lip, shade, 0)).toBeCloseTo(lip, 6);
        expect(filmReflectance(lip, shade, 400)).toBeCloseTo(shade, 6);
      }),
    );
  });

  it('moves from lip to shade without overshooting as it grows thicker', () => {
    fc.assert(
      fc.property(albedo, albedo, (lip, shade) => {
        let last = lip;
        for (const thickness of [0.1, 0.3, 1, 2, 4]) {
          const now = filmReflectance(lip, shade, thickness);
          expect(Math.abs(now - shade)).toBeLessThanOrEqual(Math.abs(last - shade) + 1e-9);
          last = now;
        }
      }),
    );
  });

  it('agrees with two thin coats over each other', () => {
    const once = filmReflectance(0.3, 0.1, 0.8);
    expect(filmReflectance(filmReflectance(0.3, 0.1, 0.4), 0.1, 0.4)).toBeCloseTo(once, 9);
  });

  it('takes its thickness from what it is to hide, whatever the shade', () => {
    const shade = fc.tuple(albedo, albedo, albedo);
    fc.assert(
      fc.property(shade, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (opaque, hiding) => {
        expect(filmHiding(opaque, thicknessThatHides(opaque, hiding))).toBeCloseTo(hiding, 2);
      }),
    );
    expect(thicknessThatHides([0.4, 0.01, 0.02], 0)).toBe(0);
    expect(filmHiding([0.4, 0.01, 0.02], thicknessThatHides([0.4, 0.01, 0.02], 1))).toBeGreaterThan(0.99);
  });
});

describe('transfer tables', () => {
  it('agree with the formula and undo each other for every 8-bit code', () => {
    for (let code = 0; code <= 255; code++) {
      const linear = decodeTable[code * DECODE_STEPS] as number;
      expect(linear).toBeCloseTo(decodeSrgb(code / 255), 6);
      expect(Math.abs((encodeTable[Math.round(linear * ENCODE_LAST)] as number) - code)).toBeLessThan(0.5);
      expect(255 * encodeSrgb(linear)).toBeCloseTo(code, 3);
    }
  });
});

describe('Y′CbCr coefficients', () => {
  it('decode what they encode, in both matrices and ranges', () => {
    for (const matrix of ['bt601', 'bt709'] as const) {
      for (const fullRange of [false, true]) {
        const k = yuvCoefficients(matrix, fullRange);
        const [r, g, b] = [180, 90, 40];
        const y = k.yScale * (k.yR * r + k.yG * g + k.yB * b);
        const u = k.uR * r + k.uG * g + k.uB * b;
        const v = k.vR * r + k.vG * g + k.vB * b;
        expect(y + k.rV * v).toBeCloseTo(r, 6);
        expect(y + k.gU * u + k.gV * v).toBeCloseTo(g, 6);
        expect(y + k.bU * u).toBeCloseTo(b, 6);
      }
    }
  });

  it('put reference white on 235 in limited range', () => {
    const k = yuvCoefficients('bt709', false);
    expect(k.yOffset + 255 * (k.yR + k.yG + k.yB)).toBeCloseTo(235, 6);
  });
});
