/**
 * Lips painted by the legacy face mesh solution (`@mediapipe/face_mesh`, refined landmarks), as its documentation shows:
 * `send` the video, draw the image and the points that come back.
 */
import type { FaceMesh as LegacyFaceMesh, Results } from '@mediapipe/face_mesh';
import { drawLips } from './draw-lips.ts';
import { canvasContext, runFrameLoop } from './frame-loop.ts';

const FILES = '/bench/face-mesh-package';

declare global {
  /** The package is a classic script that leaves its class here. */
  var FaceMesh: { new (options: { locateFile: (file: string) => string }): LegacyFaceMesh };
}

function loadScript(src: string): Promise<unknown> {
  const script = document.createElement('script');
  const loaded = new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${src} could not be loaded.`));
  });
  script.src = src;
  document.head.append(script);
  return loaded;
}

await loadScript(`${FILES}/face_mesh.js`);
const faceMesh = new globalThis.FaceMesh({ locateFile: (file) => `${FILES}/${file}` });
faceMesh.setOptions({ maxNumFaces: 1, refineLandmarks: true });
const context = canvasContext();
let hasLips = false;

faceMesh.onResults(({ image, multiFaceLandmarks }: Results) => {
  const { width, height } = context.canvas;
  const [points] = multiFaceLandmarks;
  context.drawImage(image, 0, 0, width, height);
  if (points !== undefined) drawLips(context, points);
  hasLips = points !== undefined;
});

await runFrameLoop(async (video) => {
  await faceMesh.send({ image: video });
  return hasLips;
});
