/**
 * A coat and the lips it is anchored to in, the light that it adds to painted pixels out: its highlight and its flakes.
 * Everything is a share of the scene's own light, in its colour or drawn towards the shade's, so that nothing shines
 * brighter than the light that is there.
 */
import type { Planes } from '../frames/planes.ts';
import type { LipLight } from '../light/lip-light.ts';
import type { LipMask } from '../lips/coverage.ts';
import type { Coat } from './coat.ts';
import { buildHighlight } from './highlight.ts';
import type { LipAnchor } from './lip-anchor.ts';
import { buildSparkles } from './sparkles.ts';
import { buildLipTexture } from './texture.ts';

/** Share of the light's level by which the lips' own highlights stand out: up to the first they are dry, from the second wet. */
const DRY = 0.03;
const WET = 0.14;
/** What is left of the coat's own highlight on lips whose own highlights show where they belong. */
const LEFT_ON_WET = 0.45;

/** Linear colour of a line of pixels. */
export interface ColourLine {
  red: Float32Array;
  green: Float32Array;
  blue: Float32Array;
}

export interface ShineStage {
  /** Reads the unpainted lips; call it before any row is painted. */
  prepare(planes: Planes, mask: LipMask, light: LipLight, level: number, coat: Coat, anchor: LipAnchor): void;
  /** Adds to row `y` of the mask. */
  addTo(line: ColourLine, mask: LipMask, y: number, coat: Coat, anchor: LipAnchor): void;
}

/** About 45 ns per lip pixel. */
export function buildShine(): ShineStage {
  const lipTexture = buildLipTexture();
  const highlight = buildHighlight();
  const sparkles = buildSparkles();
  /** Linear colour of a full highlight and of a full flash. */
  const highlightColour = new Float32Array(3);
  const flashColour = new Float32Array(3);
  let row = new Float32Array(0);

  /** How far the coat's own highlight gives way to those that are there. */
  function ownShare({ gleam, veil }: LipLight, level: number): number {
    const wet = Math.min(1, Math.max(0, ((gleam - veil) / level - DRY) / (WET - DRY)));
    return 1 - (1 - LEFT_ON_WET) * wet;
  }

  function findColours({ illuminant }: LipLight, level: number, coat: Coat, share: number): void {
    for (let c = 0; c < 3; c++) {
      const white = level * (illuminant[c] as number);
      highlightColour[c] = share * white * (coat.highlightTint[c] as number);
      flashColour[c] = coat.flakeShare * white * (coat.flakeTint[c] as number);
    }
  }

  /** Adds `shares` (from index `from` on) of a colour where the row is covered. */
  function add(
    line: ColourLine,
    mask: LipMask,
    y: number,
    shares: Float32Array,
    from: number,
    colour: Float32Array,
  ) {
    const { alpha, widthPx } = mask;
    const { red, green, blue } = line;
    const cR = (colour[0] as number) / 255;
    const cG = (colour[1] as number) / 255;
    const cB = (colour[2] as number) / 255;
    for (let x = 0, at = y * widthPx; x < widthPx; x++, at++) {
      const cover = alpha[at] as number;
      if (cover === 0) continue;
      const light = cover * (shares[from + x] as number);
      red[x] = (red[x] as number) + cR * light;
      green[x] = (green[x] as number) + cG * light;
      blue[x] = (blue[x] as number) + cB * light;
    }
  }

  return {
    prepare(planes, mask, light, level, coat, anchor) {
      if (row.length < mask.widthPx) row = new Float32Array(2 * mask.widthPx);
      lipTexture.run(planes, mask, anchor.contours.mouthWidthPx);
      findColours(light, level, coat, ownShare(light, level));
      highlight.prepare(coat, anchor);
      if (coat.flakes !== null) sparkles.run(coat.flakes, mask, anchor, lipTexture.texture);
    },
    addTo(line, mask, y, coat, anchor) {
      if (coat.hasHighlight) {
        highlight.fillRow(row, mask, y, coat, anchor, lipTexture.texture);
        add(line, mask, y, row, 0, highlightColour);
      }
      if (coat.flakes !== null) add(line, mask, y, sparkles.light, y * mask.widthPx, flashColour);
    },
  };
}
