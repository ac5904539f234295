/** Contact sheets to look at: rows of cut-outs around a mouth (bare, painted, outlines) with a line of text above each. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { qualityError } from './errors.ts';
import type { Window } from './masks.ts';

const PICTURE_WIDTH_PX = 300;
const LABEL_PX = 26;
const GAP_PX = 8;
const MAX_COLUMNS = 6;

/** Tight RGB. */
export interface Cutout {
  rgb: Uint8Array;
  widthPx: number;
  heightPx: number;
}

export interface Tile {
  label: string;
  pictures: Cutout[];
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function labelOf(text: string, widthPx: number): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${LABEL_PX}">` +
      `<text x="2" y="19" font-family="sans-serif" font-size="15" fill="#fff">${escapeXml(text)}</text></svg>`,
  );
}

/** Scaled to one width; the height of the sheet's lines follows the first picture. */
async function scaled({ rgb, widthPx, heightPx }: Cutout, lineHeightPx: number): Promise<Buffer> {
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .resize(PICTURE_WIDTH_PX, lineHeightPx, { fit: 'contain', background: '#000' })
    .png()
    .toBuffer();
}

/** The sheet as PNG: as many tiles side by side as six pictures hold. */
async function sheetOf(tiles: readonly Tile[]): Promise<Buffer> {
  const [first] = tiles as readonly [Tile];
  const perTile = Math.max(...tiles.map(({ pictures }) => pictures.length));
  const columns = Math.max(1, Math.floor(MAX_COLUMNS / perTile));
  const tileWidthPx = perTile * PICTURE_WIDTH_PX + GAP_PX;
  const [{ widthPx, heightPx }] = first.pictures as [Cutout];
  const lineHeightPx = Math.round((PICTURE_WIDTH_PX * heightPx) / widthPx);
  const layers: OverlayOptions[] = [];
  for (const [i, { label, pictures }] of tiles.entries()) {
    const left = (i % columns) * tileWidthPx;
    const top = Math.floor(i / columns) * (lineHeightPx + LABEL_PX + GAP_PX);
    layers.push({ input: labelOf(label, tileWidthPx), left, top });
    for (const [k, picture] of pictures.entries()) {
      const input = await scaled(picture, lineHeightPx);
      layers.push({ input, left: left + k * PICTURE_WIDTH_PX, top: top + LABEL_PX });
    }
  }
  const sheet = {
    width: Math.min(columns, tiles.length) * tileWidthPx,
    height: Math.ceil(tiles.length / columns) * (lineHeightPx + LABEL_PX + GAP_PX),
    channels: 3 as const,
    background: '#3a3532',
  };
  return sharp({ create: sheet, limitInputPixels: false }).composite(layers).png().toBuffer();
}

export interface Sheets {
  /** Adds a tile to the sheet of that name. */
  add(sheet: string, tile: Tile): void;
  /** Writes every sheet as PNG. Throws `output-unwritable`. @returns the files */
  write(): Promise<string[]>;
}

/** Tiles wait in memory, about 0.2 MB each. Throws `output-unwritable` at once when the folder cannot be made. */
export function openSheets(folder: string): Sheets {
  const tiles = new Map<string, Tile[]>();
  const writing = (act: () => void): void => {
    try {
      act();
    } catch (cause) {
      const said = (cause as Error).message;
      throw qualityError(
        'output-unwritable',
        `Sheets cannot be written to ${folder} (${said}): give --sheets another folder.`,
        cause,
      );
    }
  };
  writing(() => mkdirSync(folder, { recursive: true }));
  return {
    add(sheet, tile) {
      tiles.set(sheet, [...(tiles.get(sheet) ?? []), tile]);
    },
    async write() {
      const files: string[] = [];
      for (const [name, each] of tiles) {
        const file = join(folder, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.png`);
        const png = await sheetOf(each);
        writing(() => writeFileSync(file, png));
        files.push(file);
      }
      return files;
    },
  };
}

const OURS = [60, 255, 90];
const TRUTH = [255, 255, 255];

/** The picture with the coverages' borders drawn in: ours green, and white what is true. Coverages of the same window. */
export function outlined(picture: Cutout, ours: Uint8Array, truth?: Uint8Array): Cutout {
  const rgb = picture.rgb.slice();
  for (const [mask, colour] of [
    [truth, TRUTH],
    [ours, OURS],
  ] as const) {
    if (mask === undefined) continue;
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] >= 128 && isOnBorder(mask, i, picture.widthPx)) rgb.set(colour, 3 * i);
    }
  }
  return { ...picture, rgb };
}

const isOnBorder = (mask: Uint8Array, i: number, widthPx: number): boolean =>
  mask[i - 1] < 128 || mask[i + 1] < 128 || mask[i - widthPx] < 128 || mask[i + widthPx] < 128;

/** Cuts a window out of tight pixels of `channels` bytes; only the first three are kept. */
export function cutOut(
  pixels: ArrayLike<number>,
  frameWidthPx: number,
  channels: 3 | 4,
  window: Window,
): Cutout {
  const { xPx, yPx, widthPx, heightPx } = window;
  const rgb = new Uint8Array(3 * widthPx * heightPx);
  for (let y = 0, to = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, to += 3) {
      const from = channels * ((yPx + y) * frameWidthPx + xPx + x);
      for (let c = 0; c < 3; c++) rgb[to + c] = pixels[from + c];
    }
  }
  return { rgb, widthPx, heightPx };
}
