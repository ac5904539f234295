/**
 * Creates the MediaPipe tasks of the mirror: landmarkers, each of which follows one face through small square pictures,
 * and a detector that looks for faces in whole frames. All run on the CPU delegate inside a module worker.
 */
import { FaceDetector, FaceLandmarker } from '@mediapipe/tasks-vision';
import wasmLoaderUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.js?url';
import wasmBinaryUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url';

export interface FaceModels {
  landmarker: FaceLandmarker;
  detector: FaceDetector;
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

let turn: Promise<unknown> = Promise.resolve();

/** One task at a time: what a loader script leaves behind is taken by whoever comes next. */
function inTurn<Task>(create: () => Promise<Task>): Promise<Task> {
  const created = turn.then(create);
  turn = created.catch(() => {});
  return created;
}

async function fetchModel(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(`The face model ${url} could not be loaded (${response.status}). Run npm run setup.`);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * `VIDEO` follows one face from frame to frame, `IMAGE` treats every picture alone. About 0.5 s on two cores.
 * @throws Error when the model cannot be fetched or the task refuses it
 */
export async function loadLandmarker(runningMode: 'VIDEO' | 'IMAGE'): Promise<FaceLandmarker> {
  const model = await fetchModel(absolute('/face/face_landmarker.task'));
  const options = {
    baseOptions: { modelAssetBuffer: model, delegate: 'CPU' },
    runningMode,
    numFaces: 1,
    minFaceDetectionConfidence: DETECTOR_CONFIDENCE,
    minFacePresenceConfidence: PRESENCE_CONFIDENCE,
    minTrackingConfidence: PRESENCE_CONFIDENCE,
  } as const;
  return inTurn(() => FaceLandmarker.createFromOptions(wasmFiles(), options));
}

async function loadDetector(): Promise<FaceDetector> {
  const model = await fetchModel(absolute('/face/face_detector.tflite'));
  const options = {
    baseOptions: { modelAssetBuffer: model, delegate: 'CPU' },
    runningMode: 'IMAGE',
    minDetectionConfidence: DETECTOR_CONFIDENCE,
  } as const;
  return inTurn(() => FaceDetector.createFromOptions(wasmFiles(), options));
}

/** Loads both tasks, about 1 s. Throws as `loadLandmarker` does. */
export async function loadFaceModels(runningMode: 'VIDEO' | 'IMAGE'): Promise<FaceModels> {
  const [landmarker, detector] = await Promise.all([loadLandmarker(runningMode), loadDetector()]);
  return { landmarker, detector };
}
