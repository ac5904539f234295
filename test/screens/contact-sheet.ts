/** Puts screenshots on one sheet, each with its name above it, in rows. */
import sharp, { type OverlayOptions } from 'sharp';

export interface Shot {
  name: string;
  png: Buffer;
}

/** Of the pictures on the sheet; a screen is read at it without opening its own file. */
const LONG_SIDE_PX = 800;
const LABEL_PX = 44;
const GAP_PX = 24;
const COLUMNS = { portrait: 8, landscape: 5 };

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const label = (text: string, widthPx: number): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${LABEL_PX}">` +
      `<text x="0" y="30" font-family="sans-serif" font-size="24" fill="#fff">${escapeXml(text)}</text></svg>`,
  );

/** @param glass size of the screens @returns the sheet as PNG */
export async function contactSheet(
  shots: readonly Shot[],
  glass: { width: number; height: number },
): Promise<Buffer> {
  const scale = LONG_SIDE_PX / Math.max(glass.width, glass.height);
  const width = Math.round(glass.width * scale);
  const height = Math.round(glass.height * scale);
  const columns = COLUMNS[glass.width < glass.height ? 'portrait' : 'landscape'];
  const layers: OverlayOptions[] = [];
  for (const [i, { name, png }] of shots.entries()) {
    const left = GAP_PX + (i % columns) * (width + GAP_PX);
    const top = GAP_PX + Math.floor(i / columns) * (height + LABEL_PX + GAP_PX);
    layers.push({ input: label(name, width), left, top });
    layers.push({ input: await sharp(png).resize(width, height).toBuffer(), left, top: top + LABEL_PX });
  }
  const rows = Math.ceil(shots.length / columns);
  const sheet = {
    width: GAP_PX + Math.min(columns, shots.length) * (width + GAP_PX),
    height: GAP_PX + rows * (height + LABEL_PX + GAP_PX),
    channels: 3 as const,
    background: '#3a3532',
  };
  return sharp({ create: sheet }).composite(layers).png().toBuffer();
}
