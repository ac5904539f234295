/**
 * Everything that passes between the try page and its worker, which paints still pictures and the frames of clips.
 */
import type { YuvMatrix } from './frames/planes.ts';
import type { Look } from './look.ts';

export type ToPicture =
  | { type: 'look'; look: Look }
  /** RGBA, tight. Every face in it is painted. */
  | { type: 'picture'; rgba: ArrayBuffer; widthPx: number; heightPx: number }
  /**
   * Tight RGBA, or I420 of limited range in this matrix. Frames of one clip, in order: one face is followed as in the
   * live mirror, so each clip needs a worker of its own.
   */
  | {
      type: 'clip-frame';
      colours: YuvMatrix | 'rgba';
      pixels: ArrayBuffer;
      widthPx: number;
      heightPx: number;
      timeMs: number;
    };

export interface PaintedFace {
  /** 478 × [x, y, z] in pixels of the picture, z relative to the face's centre. */
  landmarks: number[][];
  box: { x: number; y: number; width: number; height: number };
  painted: boolean;
  /** The lips as they were traced for the paint, x and y in turn, in pixels: their outline and the mouth's opening. */
  outline?: { outer: number[]; inner: number[] };
}

export interface PictureTimings {
  /** Finding faces and points; coverage; light; paint. */
  landmarksMs: number;
  lipsMs: number;
  lightMs: number;
  paintMs: number;
}

export type FromPicture =
  | { type: 'ready'; loadMs: number }
  /** `pixels` is what came in (RGBA or I420) with lips painted; `coverage` one byte per pixel. */
  | {
      type: 'painted';
      pixels: ArrayBuffer;
      coverage: ArrayBuffer;
      faces: PaintedFace[];
      timings: PictureTimings;
    }
  | { type: 'failed'; message: string };
