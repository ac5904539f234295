/** Cameras differ in pixel format, colour space and size: whatever frames come, her lips wear the same red. */
import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage } from '../../main/headless/browser.ts';
import { yuvCoefficients } from '../../renderer/tryon/colour/yuv.ts';
import { FRAME, launchForMirror, renderShopper, serveMirror, tapShade, waitForShade } from './mirror-page.ts';

const { widthPx, heightPx } = FRAME;
const RED = 'VA-M04';

interface CameraFrame {
  name: string;
  format: 'I420' | 'NV12' | 'RGBA' | 'BGRA';
  colorSpace: { matrix: 'bt709' | 'smpte170m'; fullRange: boolean } | null;
  widthPx: number;
  heightPx: number;
  bytes: Uint8Array;
}

type Rgb = readonly [number, number, number];

/** The shopper as RGB triples, one per pixel. */
function toRgb(i420: Uint8Array): Uint8Array {
  const k = yuvCoefficients('bt709', false);
  const out = new Uint8Array(widthPx * heightPx * 3);
  const blocks = (widthPx * heightPx) / 4;
  const byte = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));
  for (let i = 0; i < widthPx * heightPx; i++) {
    const chroma = widthPx * heightPx + (Math.floor(i / widthPx) >> 1) * (widthPx / 2) + ((i % widthPx) >> 1);
    const u = (i420[chroma] as number) - 128;
    const v = (i420[chroma + blocks] as number) - 128;
    const y = k.yScale * ((i420[i] as number) - k.yOffset);
    out.set([byte(y + k.rV * v), byte(y + k.gU * u + k.gV * v), byte(y + k.bU * u)], 3 * i);
  }
  return out;
}

/** Planes of a frame cut to `width` × `height`, in another matrix or range, interleaved or not. */
function toPlanes(
  rgb: Uint8Array,
  width: number,
  height: number,
  matrix: 'bt709' | 'bt601',
  full: boolean,
  nv12: boolean,
): Uint8Array {
  const k = yuvCoefficients(matrix, full);
  const chromaWidth = (width + 1) >> 1;
  const blocks = chromaWidth * ((height + 1) >> 1);
  const out = new Uint8Array(width * height + 2 * blocks);
  const at = (x: number, y: number): Rgb =>
    [0, 1, 2].map((c) => rgb[3 * (y * widthPx + x) + c] as number) as unknown as Rgb;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [r, g, b] = at(x, y);
      out[y * width + x] = Math.round(k.yOffset + k.yR * r + k.yG * g + k.yB * b);
      if (x % 2 === 1 || y % 2 === 1) continue;
      const block = (y >> 1) * chromaWidth + (x >> 1);
      out[width * height + (nv12 ? 2 * block : block)] = Math.round(128 + k.uR * r + k.uG * g + k.uB * b);
      out[width * height + (nv12 ? 2 * block + 1 : blocks + block)] = Math.round(
        128 + k.vR * r + k.vG * g + k.vB * b,
      );
    }
  }
  return out;
}

function toRgba(rgb: Uint8Array, swap: boolean): Uint8Array {
  const out = new Uint8Array(widthPx * heightPx * 4).fill(255);
  for (let i = 0; i < widthPx * heightPx; i++) {
    for (let c = 0; c < 3; c++) out[4 * i + (swap ? 2 - c : c)] = rgb[3 * i + c] as number;
  }
  return out;
}

function framesOf(i420: Uint8Array): CameraFrame[] {
  const rgb = toRgb(i420);
  const whole = { widthPx, heightPx };
  const odd = { widthPx: widthPx - 1, heightPx: heightPx - 1 };
  const bt709 = { matrix: 'bt709', fullRange: false } as const;
  const planes = (size: typeof whole, matrix: 'bt709' | 'bt601', full: boolean, nv12: boolean) =>
    toPlanes(rgb, size.widthPx, size.heightPx, matrix, full, nv12);
  return [
    {
      name: 'I420 that names no colour space',
      format: 'I420',
      colorSpace: null,
      ...whole,
      bytes: planes(whole, 'bt709', false, false),
    },
    { name: 'NV12', format: 'NV12', colorSpace: bt709, ...whole, bytes: planes(whole, 'bt709', false, true) },
    {
      name: 'I420 in BT.601, full range',
      format: 'I420',
      colorSpace: { matrix: 'smpte170m', fullRange: true },
      ...whole,
      bytes: planes(whole, 'bt601', true, false),
    },
    {
      name: 'NV12 of odd size',
      format: 'NV12',
      colorSpace: bt709,
      ...odd,
      bytes: planes(odd, 'bt709', false, true),
    },
    { name: 'RGBA', format: 'RGBA', colorSpace: null, ...whole, bytes: toRgba(rgb, false) },
    { name: 'BGRA', format: 'BGRA', colorSpace: null, ...whole, bytes: toRgba(rgb, true) },
  ];
}

/** Runs in the page before its scripts: a camera that repeats the frame the test serves at /camera-frame. */
function installCamera(frame: Omit<CameraFrame, 'bytes'>): void {
  navigator.mediaDevices.getUserMedia = async () => {
    const bytes = new Uint8Array(await (await fetch('/camera-frame')).arrayBuffer());
    const generator = new MediaStreamTrackGenerator({ kind: 'video' });
    const writer = generator.writable.getWriter();
    setInterval(() => {
      const init: VideoFrameBufferInit = {
        format: frame.format,
        codedWidth: frame.widthPx,
        codedHeight: frame.heightPx,
        timestamp: performance.now() * 1000,
      };
      if (frame.colorSpace)
        init.colorSpace = { ...frame.colorSpace, primaries: 'bt709', transfer: 'iec61966-2-1' };
      void writer.write(new VideoFrame(bytes, init));
    }, 50);
    return new MediaStream([generator]);
  };
}

/** Mean sRGB colour over the pixels that are surely lip, of the picture on the glass. */
async function lipColour(browser: Browser, frame: CameraFrame, lips: Uint8Array): Promise<Rgb> {
  const server = await serveMirror({
    extend: (app) => {
      app.get('/camera-frame', (_request, reply) =>
        reply.type('application/octet-stream').send(Buffer.from(frame.bytes)),
      );
    },
  });
  const page = await openPage(browser, server, '/metrics');
  const { bytes, ...description } = frame;
  await page.addInitScript(installCamera, description);
  await page.goto(server.origin);
  await waitForShade(page, 'VA-M01');
  await tapShade(page, RED);
  const sure = [...lips.keys()].filter((i) => lips[i] === 255 && i % 7 === 0);
  const points = sure.map((i) => [i % widthPx, Math.floor(i / widthPx)] as const);
  const colour = await page.evaluate((points) => {
    const video = document.querySelector('video') as HTMLVideoElement;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(video, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const sum = [0, 0, 0];
    for (const [x, y] of points) {
      for (let c = 0; c < 3; c++)
        sum[c] = (sum[c] as number) + (data[4 * (y * canvas.width + x) + c] as number);
    }
    return sum.map((value) => value / points.length) as unknown as readonly [number, number, number];
  }, points);
  await page.context().close();
  return colour;
}

test('lips wear the same red in every format that a camera may deliver', async () => {
  const shopper = await renderShopper();
  const lips = shopper.truth.lips.slice();
  const browser = await launchForMirror();
  const colours: { name: string; colour: Rgb }[] = [];
  for (const frame of framesOf(shopper.frame.data)) {
    colours.push({ name: frame.name, colour: await lipColour(browser, frame, lips) });
  }
  const [reference] = colours;
  for (const { name, colour } of colours) {
    expect(colour[0], name).toBeGreaterThan(2.5 * colour[1]);
    for (const c of [0, 1, 2] as const) {
      expect(
        Math.abs(colour[c] - (reference as (typeof colours)[0]).colour[c]),
        `${name}: ${colour}`,
      ).toBeLessThan(8);
    }
  }
});
