/**
 * For whoever tunes the mirror (key `d`): landmarks, coverage, crop and stage times over the picture.
 */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { debugReading } from '../screens/state.ts';
import { type DebugReading, STAGES } from '../tryon/messages.ts';
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

export function DebugOverlay({ video }: { video: RefObject<HTMLVideoElement | null> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const reading = debugReading.value;
  useEffect(() => {
    if (canvas.current && reading) draw(canvas.current, reading);
  }, [reading]);
  if (reading === null) return null;
  const quality = video.current?.getVideoPlaybackQuality();
  return (
    <>
      <canvas ref={canvas} class={styles.marks} />
      <dl class={styles.times}>
        {STAGES.map((stage) => (
          <div key={stage}>
            <dt>{stage}</dt>
            <dd>{reading.stageMs[stage].toFixed(2)} ms</dd>
          </div>
        ))}
        <div>
          <dt>light</dt>
          <dd>{reading.level.toFixed(2)}</dd>
        </div>
        <div>
          <dt>shown / dropped</dt>
          <dd>
            {quality?.totalVideoFrames ?? 0} / {quality?.droppedVideoFrames ?? 0}
          </dd>
        </div>
      </dl>
    </>
  );
}
