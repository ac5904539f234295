/**
 * Lips painted by the documented use of MediaPipe's FaceLandmarker on the web: on the page, from the `<video>`, on the CPU,
 * with the mirror's own bundle; frame and filled lip polygon on a 2D canvas.
 */
import { FaceLandmarker, FilesetResolver } from '@mediapipe/tasks-vision';
import { drawLips } from './draw-lips.ts';
import { canvasContext, runFrameLoop } from './frame-loop.ts';

const vision = await FilesetResolver.forVisionTasks('/bench/tasks-vision');
const landmarker = await FaceLandmarker.createFromOptions(vision, {
  baseOptions: { modelAssetPath: '/face/face_landmarker.task', delegate: 'CPU' },
  runningMode: 'VIDEO',
  numFaces: 1,
});
const context = canvasContext();

await runFrameLoop((video) => {
  const [points] = landmarker.detectForVideo(video, performance.now()).faceLandmarks;
  context.drawImage(video, 0, 0);
  if (points === undefined) return false;
  drawLips(context, points);
  return true;
});
