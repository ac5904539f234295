/**
 * Stand-ins for the two MediaPipe tasks: they see the faces that a test puts into the world instead of looking at pixels.
 * ImageData, which Node lacks, is given in its smallest form.
 */
import { faceOval } from '../../models/topology/face.ts';
import { outerLip, semiInnerLip, semiOuterLip } from '../../models/topology/lips.ts';
import type { FaceModels } from '../../renderer/tryon/landmarks/face-models.ts';
import { LANDMARKS } from '../../renderer/tryon/landmarks/points.ts';
import type { Region } from '../../renderer/tryon/landmarks/sampler.ts';

/** A face that looks into the camera; centre and height of its mesh in frame pixels. */
export interface WorldFace {
  x: number;
  y: number;
  heightPx: number;
  score?: number;
  /** The detector sees the mouth this far below where the mesh has it, in mesh heights. */
  mouthOffset?: number;
  /** Neither task recognises it. */
  isHidden?: boolean;
}

export interface FakeWorld {
  faces: WorldFace[];
  /** What the landmarker was last asked: its time stamps, in order. */
  stamps: number[];
  /** How often the detector looked. */
  looks: number;
  models: FaceModels;
  /** The crop of the tracker under test, so that points can be given in it. */
  crop: () => Region;
  /** A landmarker for another track, which sees through that track's crop. */
  landmarkerFor: (crop: () => Region) => FaceModels['landmarker'];
  /** How many tasks were closed. */
  closed: number;
  /** Size of the frames. */
  frame: { widthPx: number; heightPx: number };
}

class FakeImageData {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

/** The few landmarks the tracker's checks read, as shares of the mesh's height around its centre. */
const places: Record<number, [number, number]> = {
  10: [0, -0.5],
  152: [0, 0.5],
  234: [-0.38, 0],
  454: [0.38, 0],
  33: [-0.23, -0.12],
  263: [0.23, -0.12],
  168: [0, -0.14],
  61: [-0.13, 0.25],
  291: [0.13, 0.25],
  13: [0, 0.25],
  14: [0, 0.25],
};

/** Outlines as ellipses: centre below the mesh's, radii, in mesh heights. */
const outlines = [
  { ring: faceOval, down: 0, radiusX: 0.38, radiusY: 0.5 },
  { ring: outerLip, down: 0.25, radiusX: 0.13, radiusY: 0.04 },
  { ring: semiOuterLip, down: 0.25, radiusX: 0.11, radiusY: 0.03 },
  { ring: semiInnerLip, down: 0.25, radiusX: 0.1, radiusY: 0.02 },
];
for (const { ring, down, radiusX, radiusY } of outlines) {
  for (const [i, landmark] of ring.entries()) {
    const angle = (2 * Math.PI * i) / ring.length;
    places[landmark] ??= [radiusX * Math.cos(angle), down + radiusY * Math.sin(angle)];
  }
}

const meshOf = ({ x, y, heightPx }: WorldFace, crop: Region) =>
  Array.from({ length: LANDMARKS }, (_, i) => {
    const [right, down] = places[i] ?? [0, 0.1];
    return {
      x: (x + right * heightPx - crop.xPx) / crop.widthPx,
      y: (y + down * heightPx - crop.yPx) / crop.heightPx,
      z: 0,
    };
  });

export function buildFakeWorld(frame: { widthPx: number; heightPx: number }): FakeWorld {
  Object.assign(globalThis, { ImageData: FakeImageData });
  const inCrop = ({ x, y }: WorldFace, crop: Region): boolean =>
    x > crop.xPx && y > crop.yPx && x < crop.xPx + crop.widthPx && y < crop.yPx + crop.heightPx;
  /** Sees the face next to the middle of its crop. */
  function landmarkerFor(crop: () => Region, stamps: number[] = []): FaceModels['landmarker'] {
    const landmarker = {
      detectForVideo(_image: unknown, stamp: number) {
        stamps.push(stamp);
        const { xPx, yPx, widthPx } = crop();
        const apart = ({ x, y }: WorldFace) => Math.hypot(x - xPx - widthPx / 2, y - yPx - widthPx / 2);
        const [face] = world.faces
          .filter((each) => !each.isHidden && inCrop(each, crop()))
          .sort((a, b) => apart(a) - apart(b));
        return { faceLandmarks: face ? [meshOf(face, crop())] : [] };
      },
      close: () => void world.closed++,
    };
    return landmarker as unknown as FaceModels['landmarker'];
  }
  const stamps: number[] = [];
  const world: FakeWorld = {
    faces: [],
    stamps,
    looks: 0,
    closed: 0,
    frame,
    crop: () => ({ xPx: 0, yPx: 0, widthPx: 1, heightPx: 1 }),
    landmarkerFor,
    models: {
      landmarker: landmarkerFor(() => world.crop(), stamps),
      detector: {
        /** Sees whole frames only: the tracker's first look of a search. */
        detect(image: FakeImageData) {
          world.looks++;
          const scale = image.width / world.frame.widthPx;
          const isWhole = Math.abs(image.width / image.height - frame.widthPx / frame.heightPx) < 0.02;
          const detections = (isWhole ? world.faces.filter(({ isHidden }) => !isHidden) : []).map((face) => ({
            boundingBox: {
              originX: (face.x - 0.4 * face.heightPx) * scale,
              originY: (face.y - 0.35 * face.heightPx) * scale,
              width: 0.8 * face.heightPx * scale,
              height: 0.8 * face.heightPx * scale,
            },
            categories: [{ score: face.score ?? 0.95 }],
            keypoints: [0, 1, 2, 3].map(() => ({
              x: face.x / frame.widthPx,
              y: (face.y + (0.25 + (face.mouthOffset ?? 0)) * face.heightPx) / frame.heightPx,
            })),
          }));
          return { detections };
        },
        close: () => void world.closed++,
      },
    } as unknown as FaceModels,
  };
  return world;
}
