/**
 * For whoever tunes or mends the mirror (key `d`): landmarks, coverage and crop over the picture, and beside it the figures
 * of try-on, camera and service.
 */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { debugReading } from '../screens/state.ts';
import type { DebugReading } from '../tryon/messages.ts';
import { readFigures } from './figures.ts';
import styles from './overlay.module.css';

function drawCoverage(
  context: CanvasRenderingContext2D,
  coverage: NonNullable<DebugReading['coverage']>,
): void {
  const { alpha, xPx, yPx, widthPx, heightPx } = coverage;
  if (widthPx === 0 || heightPx === 0) return;
  const image = new ImageData(widthPx, heightPx);
  for (let i = 0; i < alpha.length; i++) {
    image.data[4 * i + 1] = 255;
    image.data[4 * i + 2] = 160;
    image.data[4 * i + 3] = (alpha[i] as number) / 2;
  }
  context.putImageData(image, xPx, yPx);
}

function draw(canvas: HTMLCanvasElement, reading: DebugReading): void {
  const { frame, crop, points, coverage } = reading;
  const context = canvas.getContext('2d');
  if (context === null) return;
  canvas.width = frame.widthPx;
  canvas.height = frame.heightPx;
  if (coverage) drawCoverage(context, coverage);
  context.strokeStyle = '#ffd166';
  context.strokeRect(crop.xPx, crop.yPx, crop.sidePx, crop.sidePx);
  context.fillStyle = '#9be7ff';
  for (let i = 0; points !== null && i < points.length; i += 3) {
    context.fillRect((points[i] as number) - 1, (points[i + 1] as number) - 1, 2, 2);
  }
}

/** Lies in the picture's own box, so it is turned and mirrored with it. */
export function DebugMarks() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const reading = debugReading.value;
  useEffect(() => {
    if (canvas.current && reading) draw(canvas.current, reading);
  }, [reading]);
  return <canvas ref={canvas} />;
}

export function DebugReadings({ video }: { video: RefObject<HTMLVideoElement | null> }) {
  const quality = video.current?.getVideoPlaybackQuality();
  const shown = `${quality?.totalVideoFrames ?? 0} / ${quality?.droppedVideoFrames ?? 0}`;
  return (
    <dl class={styles.readings}>
      {[...readFigures(), { name: 'shown / dropped', figure: shown }].map(({ name, figure }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  );
}
