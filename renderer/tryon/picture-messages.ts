/**
 * Everything that passes between the try page and its worker, which paints still pictures and the frames of clips.
 */
import type { Look } from './look.ts';

export type ToPicture =
  | { type: 'look'; look: Look }
  /** RGBA, tight. Every face in it is painted. */
  | { type: 'picture'; rgba: ArrayBuffer; widthPx: number; heightPx: number }
  /**
   * I420 (limited range; BT.709 from 720 lines up, else BT.601) or RGBA, tight. Frames of one clip, in order: one face is
   * followed as in the live mirror, so each clip needs a worker of its own.
   */
  | {
      type: 'clip-frame';
      format: 'I420' | 'RGBA';
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
