/** Makes a small portrait of whatever picture an advisor chose: upright, square, without a word of where it was taken. */
import sharp from 'sharp';
import { CodedError } from '../../main/contract/coded-error.ts';

export type PhotoErrorCode = 'photo-kind' | 'photo-broken' | 'photo-large';

/** Of the file as it is sent. */
export const MAX_PHOTO_BYTES = 5 * 1024 * 1024;
const SIDE_PX = 240;
/** A message to a mirror holds thirty of them. */
const MAX_PORTRAIT_BYTES = 16 * 1024;
/** A small file may unfold to a picture that no memory holds. */
const MAX_PIXELS = 50_000_000;
const QUALITIES = [86, 74, 60, 44, 28, 12] as const;

const KINDS = [Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')];

/** @returns a JPEG of 240 × 240 pixels and 16 KB at the most. Throws CodedError<PhotoErrorCode> */
export async function portraitOf(picture: Buffer): Promise<Buffer> {
  if (picture.length > MAX_PHOTO_BYTES)
    throw fault('photo-large', 'The photo is over 5 MB: choose a smaller one.');
  // By its first bytes, so that nothing else than these two is ever decoded.
  if (!KINDS.some((kind) => picture.subarray(0, kind.length).equals(kind)))
    throw fault('photo-kind', 'The photo is neither JPEG nor PNG: choose another.');
  const square = await squareOf(picture);
  for (const quality of QUALITIES) {
    const portrait = await sharp(square.data, { raw: square.info })
      .jpeg({ quality, mozjpeg: true })
      .toBuffer();
    if (portrait.length <= MAX_PORTRAIT_BYTES) return portrait;
  }
  throw fault('photo-large', 'The photo has too much detail for a small portrait: choose a calmer one.');
}

async function squareOf(picture: Buffer) {
  try {
    return await sharp(picture, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
      .autoOrient()
      // Of an upright picture the upper part: that is where a face is. Looking for what stands out finds ties.
      .resize(SIDE_PX, SIDE_PX, { fit: 'cover', position: 'top' })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
  } catch (cause) {
    throw fault('photo-broken', 'The photo cannot be read: save it anew as JPEG, or choose another.', cause);
  }
}

const fault = (code: PhotoErrorCode, sentence: string, cause?: unknown) =>
  new CodedError<PhotoErrorCode>(code, sentence, cause);
