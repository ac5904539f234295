/** The mirror's own server with the benchmark's pages beside it, and the files of the two packages that those pages need. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { type RunningServer, startServer } from '../../main/headless/server.ts';
import { CONTENT_SECURITY_POLICY } from '../../main/pages/headers.ts';
import { startService } from '../../main/service.ts';
import { DIST, faceFiles } from './face-files.ts';

/** The legacy solution's runtime makes functions from text, which the mirror's policy forbids; its page alone may. */
const LEGACY_PAGE = '/bench/face-mesh.html';
const LEGACY_POLICY = CONTENT_SECURITY_POLICY.replace(
  "'wasm-unsafe-eval'",
  "'wasm-unsafe-eval' 'unsafe-eval'",
);

const folderOf = (file: string): string => dirname(fileURLToPath(import.meta.resolve(file)));

/** Folder by the address it is served below. */
const FOLDERS: Record<string, string> = {
  '/bench/': join(DIST, 'bench'),
  '/bench/tasks-vision/': folderOf('@mediapipe/tasks-vision/vision_wasm_internal.js'),
  '/bench/face-mesh-package/': folderOf('@mediapipe/face_mesh/face_mesh.js'),
};

async function servePages(app: FastifyInstance): Promise<void> {
  app.addHook('onSend', async (request, reply) => {
    if (request.url === LEGACY_PAGE) reply.header('content-security-policy', LEGACY_POLICY);
  });
  for (const [prefix, root] of Object.entries(FOLDERS)) {
    await app.register(fastifyStatic, {
      root,
      prefix,
      wildcard: false,
      cacheControl: false,
      decorateReply: false,
    });
  }
}

/** Serves on any free port, with the mirror's own service behind it. Throws what its parts throw. */
export async function startBenchServer(): Promise<RunningServer> {
  const data = await mkdtemp(join(tmpdir(), 'vermilion-bench-'));
  const service = startService({ args: ['--data', data, '--locale', 'en'], environment: {}, folder: data });
  const server = await startServer({
    pagesDir: join(DIST, 'renderer'),
    face: await faceFiles(),
    service,
    port: 0,
    extend: async (app) => void (await app.register(servePages)),
  });
  return {
    ...server,
    async close() {
      await server.close();
      await service.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
