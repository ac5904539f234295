/** Options of a loopback server over a few tiny pages, for tests that need the real server and not the real window. */
import { join } from 'node:path';
import type { ServerOptions } from '../../main/headless/server.ts';
import { tempFolder } from './temp-folder.ts';

/** Port 0; `/boom` fails. Call it inside a test: its files go when the test ends. */
export function testServerOptions(): ServerOptions {
  const folder = tempFolder({
    'pages/index.html':
      '<!doctype html><title>mirror</title><script type="module" src="/assets/page-1.js"></script>',
    'pages/try.html': '<!doctype html><title>try</title>',
    'pages/assets/page-1.js': 'document.title = "mirror runs";',
    'face/task': 'task',
    'face/detector': 'detector',
    'face/mesh': '{}',
    'secret.txt': 'secret',
  });
  return {
    pagesDir: join(folder, 'pages'),
    face: {
      taskPath: join(folder, 'face/task'),
      detectorPath: join(folder, 'face/detector'),
      meshPath: join(folder, 'face/mesh'),
    },
    port: 0,
    extend: (app) => {
      app.get('/boom', () => {
        throw new Error('boom');
      });
    },
  };
}
