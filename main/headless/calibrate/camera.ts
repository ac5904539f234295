/** The mirror's camera through a headless Chromium: opened, waited for, its frames averaged, and closed again. */
import { join } from 'node:path';
import { ensureFaceAssets } from '../../../models/face/assets.ts';
import { type CalibratePage, type Capture, FRAMES_PATH } from '../../../renderer/calibrate/api.ts';
import type { Picture } from '../../calibrate/picture.ts';
import type { Settings } from '../../config/settings.ts';
import { launchBrowser, openPage } from '../browser.ts';
import { startServer } from '../server.ts';
import { calibrateError } from './errors.ts';
import { averageFrames } from './frames.ts';

const DIST = join(import.meta.dirname, '../../../dist');
/** Noise falls to a quarter; half a second, in which a hand that holds a card shows that it moves. */
const FRAMES = 16;
/** Means that are compared: what moves or changes differs between them. */
const PARTS = 2;
/** Sixteen frames of 4K. */
const MAX_BYTES = 2 ** 29;

type Problem = Extract<Capture, { problem: unknown }>['problem'];

const SENTENCES: Record<Problem, string> = {
  missing: 'There is no camera, or not the one that the settings name: plug it in or correct camera.name.',
  denied:
    'The camera is denied to this user: allow it in the system, or take a photo with it and use --picture.',
  busy: 'Another program holds the camera: stop the running mirror, and start it again afterwards.',
  failed: 'The camera gives no picture: plug it out and in again.',
};

export interface Seen {
  label: string;
  pictures: Picture[];
}

/** About 6 s. Rejects with `camera-…`, or with the errors of server, models and browser, which say what to do. */
export async function lookThroughCamera(settings: Settings): Promise<Seen> {
  let bytes: Buffer = Buffer.alloc(0);
  const face = await ensureFaceAssets({ outputDir: join(DIST, 'face'), configured: settings.faceBundle });
  const server = await startServer({
    pagesDir: join(DIST, 'renderer'),
    face,
    port: 0,
    extend(app) {
      const options = { parseAs: 'buffer', bodyLimit: MAX_BYTES } as const;
      app.addContentTypeParser('application/octet-stream', options, (_request, body, done) =>
        done(null, body),
      );
      app.put<{ Body: Buffer }>(FRAMES_PATH, (request, reply) => {
        bytes = request.body;
        return reply.code(204).send();
      });
    },
  });
  try {
    const captured = await capture(server, settings);
    if ('problem' in captured) {
      throw calibrateError(`camera-${captured.problem}`, SENTENCES[captured.problem]);
    }
    return { label: captured.label, pictures: averageFrames(bytes, captured, PARTS) };
  } finally {
    await server.close();
  }
}

async function capture(
  server: Awaited<ReturnType<typeof startServer>>,
  { chromium, camera }: Settings,
): Promise<Capture> {
  const browser = await launchBrowser(chromium ? { executablePath: chromium } : {});
  try {
    const page = await openPage(browser, server, '/calibrate.html');
    return await page.evaluate(
      ([camera, frames]) => {
        const { vermilionCalibrate } = globalThis as unknown as { vermilionCalibrate: CalibratePage };
        return vermilionCalibrate.capture(camera, frames);
      },
      [camera, FRAMES] as const,
    );
  } finally {
    await browser.close();
  }
}
