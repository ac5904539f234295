/**
 * Creates the two MediaPipe tasks of the mirror: a landmarker that follows one face through small square pictures,
 * and a detector that looks for faces in whole frames. Both run on the CPU delegate inside a module worker.
 */
import { FaceDetector, FaceLandmarker } from '@mediapipe/tasks-vision';
import wasmLoaderUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.js?url';
import wasmBinaryUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url';

export interface FaceModels {
  landmarker: FaceLandmarker;
  detector: FaceDetector;
  close(): void;
}

const DETECTOR_CONFIDENCE = 0.5;
const PRESENCE_CONFIDENCE = 0.5;

/** MediaPipe resolves its own files against the page, so the addresses must be absolute. */
const absolute = (url: string): string => new URL(url, self.location.href).href;

/** Each task consumes what its loader script left behind, and a module runs once per address: every task gets its own. */
let loads = 0;
const wasmFiles = (): { wasmLoaderPath: string; wasmBinaryPath: string } => ({
  wasmLoaderPath: `${absolute(wasmLoaderUrl)}?task=${loads++}`,
  wasmBinaryPath: absolute(wasmBinaryUrl),
});

async function fetchModel(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(`The face model ${url} could not be loaded (${response.status}). Run npm run setup.`);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Loads both tasks; about 1 s on two cores. `VIDEO` follows one face from frame to frame and smooths its points,
 * `IMAGE` treats every picture alone.
 * @throws Error when a model cannot be fetched or the task refuses it
 */
export async function loadFaceModels(runningMode: 'VIDEO' | 'IMAGE'): Promise<FaceModels> {
  const [landmarkerModel, detectorModel] = await Promise.all([
    fetchModel(absolute('/face/face_landmarker.task')),
    fetchModel(absolute('/face/face_detector.tflite')),
  ]);
  const landmarker = await FaceLandmarker.createFromOptions(wasmFiles(), {
    baseOptions: { modelAssetBuffer: landmarkerModel, delegate: 'CPU' },
    runningMode,
    numFaces: 1,
    minFaceDetectionConfidence: DETECTOR_CONFIDENCE,
    minFacePresenceConfidence: PRESENCE_CONFIDENCE,
    minTrackingConfidence: PRESENCE_CONFIDENCE,
  });
  const detector = await FaceDetector.createFromOptions(wasmFiles(), {
    baseOptions: { modelAssetBuffer: detectorModel, delegate: 'CPU' },
    runningMode: 'IMAGE',
    minDetectionConfidence: DETECTOR_CONFIDENCE,
  });
  return {
    landmarker,
    detector,
    close() {
      landmarker.close();
      detector.close();
    },
  };
}
