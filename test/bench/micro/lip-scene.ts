/** The shopper's frame at one size with the landmarks that are true of it: what the pure stages are measured on. */
import type { CanonicalMesh } from '../../../models/face/canonical-mesh.ts';
import { buildShopper, neutralState } from '../../../models/shopper/shopper.ts';
import { emptyPlanes, layOutPlanes, type Planes } from '../../../renderer/tryon/frames/planes.ts';
import { buildLipPainting, type LipPainting } from '../../../renderer/tryon/lip-painting.ts';
import type { Look } from '../../../renderer/tryon/look.ts';

const SATIN: Look = { sku: 'bench', swatch: [192, 24, 43], coverage: 0.88, finish: 'satin', intensity: 0.85 };
/** Parted lips, so that the mouth's opening is drawn as well. */
const MOUTH_OPEN = 0.2;
const FRAME_MS = 1000 / 30;

export interface LipScene {
  painting: LipPainting;
  planes: Planes;
  /** 478 × (x, y, z) in frame pixels. */
  points: Float32Array;
  /** Puts the unpainted frame back, as the camera's next frame would. */
  renew(): void;
  /** Time of the next frame, ms. */
  nextMs(): number;
}

/** Renders her once; about 1 s at 720p, 5 s at 2160p. */
export function buildLipScene(mesh: CanonicalMesh, widthPx: number, heightPx: number): LipScene {
  const shopper = buildShopper({ mesh, widthPx, heightPx });
  shopper.render({ ...neutralState, mouthOpen: MOUTH_OPEN, wantTruth: true });
  const planes = emptyPlanes();
  layOutPlanes(planes, 'I420', widthPx, heightPx);
  const painting = buildLipPainting();
  painting.wear(SATIN);
  let nowMs = 0;
  return {
    painting,
    planes,
    points: shopper.truth.landmarks,
    renew: () => planes.data.set(shopper.frame.data),
    nextMs() {
      nowMs += FRAME_MS;
      return nowMs;
    },
  };
}
