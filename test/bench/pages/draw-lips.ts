/** The plainest lipstick: the lips' polygon filled with a half-transparent colour on a 2D canvas. */
import { innerLip, outerLip } from '../../../models/topology/lips.ts';

const COLOUR = 'rgb(192 24 43 / 0.6)';

/** Fills the outer ring without the mouth's opening. @param points landmarks, 0..1 of the picture */
export function drawLips(
  context: CanvasRenderingContext2D,
  points: readonly { x: number; y: number }[],
): void {
  const { width, height } = context.canvas;
  context.beginPath();
  for (const ring of [outerLip, innerLip]) {
    for (const [i, landmark] of ring.entries()) {
      const { x, y } = points[landmark] as { x: number; y: number };
      if (i === 0) context.moveTo(x * width, y * height);
      else context.lineTo(x * width, y * height);
    }
    context.closePath();
  }
  context.fillStyle = COLOUR;
  context.fill('evenodd');
}
