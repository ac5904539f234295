/**
 * What the try page offers to the command that drives it, as `vermilionTry` on its window. Calls carry plain objects;
 * pixels travel by HTTP: the page fetches them from /try/pixels/<id> and puts what became of them to the same address.
 */
import type { Look } from '../tryon/look.ts';
import type { PaintedFace, PictureTimings, ToPicture } from '../tryon/picture-messages.ts';

/** The matrix that turns a frame's RGB into YUV. */
export type YuvMatrix = Exclude<Extract<ToPicture, { type: 'clip-frame' }>['colours'], 'rgba'>;
export type { Look, PaintedFace, PictureTimings };

/** Where the command keeps pixels for the page, and takes its answer; ':id' makes it a route. */
export const pixelsPath = (id: number | ':id'): string => `/try/pixels/${id}`;

export interface Pixels {
  id: number;
  widthPx: number;
  heightPx: number;
}

/** A rectangle of the picture. */
export interface Part {
  xPx: number;
  yPx: number;
  widthPx: number;
  heightPx: number;
}

/** What goes with the answer's bytes: those are painted pixels, then one byte of coverage per pixel of `part`. */
export interface Painted {
  /** The smallest part that holds all coverage, and whole chroma blocks in I420; without coverage its sides are 0. */
  part: Part;
  faces: PaintedFace[];
  timings: PictureTimings;
}

export interface DecodedFrame extends Painted {
  widthPx: number;
  heightPx: number;
  timeMs: number;
}

/** Everything rejects with an Error whose message is a sentence. */
export interface TryPage {
  /** RGBA in, the RGBA of `part` out: nothing else has changed, and what a page puts travels slowly. */
  paintPicture(pixels: Pixels, look: Look): Promise<Painted>;
  /** Gets ready for the frames of another clip. */
  startClip(look: Look): Promise<void>;
  /**
   * I420 of limited range in, that of `part` out. The next frame may be given before this one is done; they are painted
   * in order.
   */
  paintFrame(pixels: Pixels, timeMs: number, matrix: YuvMatrix): Promise<Painted>;
  /**
   * Gets ready to decode a clip here, for a machine without ffmpeg.
   * @param url of the file, on this server, which must answer range requests
   * @returns the number of frames
   */
  openClip(url: string, look: Look): Promise<number>;
  /** Decodes and paints the next frame of the opened clip. Whole RGBA out. @returns null after the last one */
  paintNextFrame(id: number): Promise<DecodedFrame | null>;
}
