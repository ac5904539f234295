/**
 * Picture files in, upright RGBA in their own numbers out, and back to PNG: bit depth, alpha and colour profile are kept,
 * so that what nobody paints comes out as it went in.
 */
import { statSync } from 'node:fs';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { tryError } from './errors.ts';
import { embedProfile, isRgbProfile } from './png-profile.ts';

/** Beyond this, RGBA, planes and coverage would need gigabytes in the browser. */
export const MAX_MEGAPIXELS = 100;

export interface Picture {
  widthPx: number;
  heightPx: number;
  /** RGBA, tight; 16 bits per channel when the file has more than 8. */
  pixels: Uint8Array | Uint16Array;
  hasAlpha: boolean;
  /** The RGB profile that the numbers belong to; without one they are sRGB. */
  profile: Buffer | undefined;
}

/**
 * Reads the first picture of a file and turns it upright. Grey becomes RGB of three equal numbers; CMYK and Lab are
 * converted to sRGB; RGB is never converted. About 60 ms per 10 megapixels of JPEG. Throws `unreadable`.
 */
export async function readPicture(path: string): Promise<Picture> {
  try {
    refuseEmpty(path);
    const metadata = await sharp(path).metadata();
    const { width, height, depth, hasAlpha = false } = metadata;
    refuseHuge(width * height);
    const hasOwnNumbers = ['srgb', 'rgb', 'rgb16', 'b-w', 'grey16'].includes(metadata.space ?? '');
    const isDeep = depth === 'ushort';
    // Without `failOn: error` a photo with a harmless oddity in its headers would be refused.
    const upright = sharp(path, { failOn: 'error', ignoreIcc: hasOwnNumbers }).autoOrient();
    const { data, info } = await asRgba(upright, isDeep).toBuffer({ resolveWithObject: true });
    return {
      widthPx: info.width,
      heightPx: info.height,
      pixels: isDeep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data,
      hasAlpha,
      profile: hasOwnNumbers ? rgbProfile(metadata) : undefined,
    };
  } catch (cause) {
    throw explain(cause as Error);
  }
}

function refuseEmpty(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.size === 0) throw new Error('the file is empty');
}

function refuseHuge(pixels: number): void {
  const megapixels = Math.round(pixels / 1e6);
  if (pixels <= MAX_MEGAPIXELS * 1e6) return;
  throw new Error(`it has ${megapixels} megapixels; ${MAX_MEGAPIXELS} is the most, so make it smaller`);
}

function asRgba(picture: Sharp, isDeep: boolean): Sharp {
  const rgba = picture.toColourspace(isDeep ? 'rgb16' : 'srgb').ensureAlpha();
  return isDeep ? rgba.raw({ depth: 'ushort' }) : rgba.raw();
}

function rgbProfile({ icc }: Metadata): Buffer | undefined {
  return icc !== undefined && isRgbProfile(icc) ? icc : undefined;
}

/** What the decoder says, as a sentence that helps. */
function explain(cause: Error) {
  const said = (cause.message.split('\n')[0] as string).trim();
  const known: [RegExp, string][] = [
    [/file is missing/, 'there is no such file'],
    [/is empty/, 'it is empty: copy it again from where it came from'],
    [/permission denied|unable to open/i, 'this user may not read it'],
    [/unsupported image format/, 'it is no picture, or of a kind that cannot be read: use JPEG, PNG or WebP'],
    [
      /premature end|read error|unable to parse|truncated/i,
      'it is cut short: copy it again from where it came from',
    ],
  ];
  const sentence = known.find(([pattern]) => pattern.test(said))?.[1] ?? said;
  return tryError('unreadable', sentence, cause);
}

/** The picture as 8-bit RGBA, which is what the painter takes. Shares memory with a picture of 8 bits. */
export function toBytes({ pixels }: Picture): Uint8Array {
  if (pixels instanceof Uint8Array) return pixels;
  return Uint8Array.from(pixels, (value) => Math.round(value / 257));
}

/** PNG of the picture in its own depth, with its profile and no other metadata. */
export async function encodePicture({
  widthPx,
  heightPx,
  pixels,
  hasAlpha,
  profile,
}: Picture): Promise<Buffer> {
  const raw = { width: widthPx, height: heightPx, channels: 4 } as const;
  const picture = sharp(pixels, { raw, limitInputPixels: false });
  if (!hasAlpha) picture.removeAlpha();
  if (pixels instanceof Uint16Array) picture.toColourspace('rgb16');
  const png = await picture.png().toBuffer();
  return profile === undefined ? png : embedProfile(png, profile);
}

/** PNG of one 8-bit channel. */
export function encodeMask(mask: Uint8Array, widthPx: number, heightPx: number): Promise<Buffer> {
  const raw = { width: widthPx, height: heightPx, channels: 1 } as const;
  return sharp(mask, { raw, limitInputPixels: false }).toColourspace('b-w').png().toBuffer();
}
