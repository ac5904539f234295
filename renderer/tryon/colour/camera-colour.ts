/** A swatch in, what this mirror's camera shows of it out: so that a painted shade looks through the camera as the real lipstick would. */
import type { Calibration } from '../../../main/contract/calibration.ts';
import type { Look, Swatch } from '../look.ts';
import { decodeSrgb, encodeSrgb } from './transfer.ts';

type LinearColour = [red: number, green: number, blue: number];

/** A colour that the camera cannot show is brought this near to its black and its white. */
const MIN_SHARE = 0.001;
const MAX_SHARE = 1;

/**
 * Linear reflectance per channel of an opaque swatch relative to this camera's white, 0..1: the painter multiplies it
 * by the light's level and colour, which are that white's. The calibration's way back: matrix, tone, levels. About 1 µs;
 * once per look.
 * @param swatch sRGB codes, 0..255
 */
export function cameraSwatch(calibration: Calibration, swatch: Swatch): LinearColour {
  const { levels, tone = 1 } = calibration;
  const shares = undo(calibration.matrix, [
    decodeSrgb(swatch[0] / 255),
    decodeSrgb(swatch[1] / 255),
    decodeSrgb(swatch[2] / 255),
  ]);
  for (let c = 0; c < 3; c++) {
    const share = Math.min(MAX_SHARE, Math.max(MIN_SHARE, shares[c] as number));
    // Flare lies over a real lipstick as well.
    const veil = Math.max(0, (levels.black[c] as number) / (levels.white[c] as number));
    shares[c] = veil + (1 - veil) * share ** tone;
  }
  return shares;
}

/** The look whose paint, seen through this camera, is the look's: every swatch as the camera shows it, in fractional sRGB codes. */
export function lookThroughCamera(calibration: Calibration, look: Look): Look {
  const seen = (swatch: Swatch): Swatch => {
    const [red, green, blue] = cameraSwatch(calibration, swatch);
    return [255 * encodeSrgb(red), 255 * encodeSrgb(green), 255 * encodeSrgb(blue)];
  };
  const { liner, ombre } = look;
  return {
    ...look,
    swatch: seen(look.swatch),
    liner: liner && { ...liner, swatch: seen(liner.swatch) },
    ombre: ombre && { ...ombre, inner: seen(ombre.inner) },
  };
}

/** Cramer's rule; the settings' schema refuses a matrix that cannot be undone. */
function undo(matrix: Calibration['matrix'], [x, y, z]: LinearColour): LinearColour {
  const [[a, b, c], [d, e, f], [g, h, i]] = matrix;
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return [
    (x * (e * i - f * h) - b * (y * i - f * z) + c * (y * h - e * z)) / determinant,
    (a * (y * i - f * z) - x * (d * i - f * g) + c * (d * z - y * g)) / determinant,
    (a * (e * z - y * h) - b * (d * z - y * g) + x * (d * h - e * g)) / determinant,
  ];
}
