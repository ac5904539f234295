/** The headless shell in a real Chromium: the session, the policy in force, the fake camera, and the window's life. */
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { launchBrowser, openPage } from '../../main/headless/browser.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../main/headless/server.ts';
import { openWindow } from '../../main/headless/window.ts';
import { needChromium } from '../../scripts/find-chromium.mjs';
import { hasDisplay } from '../../scripts/setup/display.mjs';
import { tempFolder } from '../fakes/temp-folder.ts';
import { testServerOptions } from '../fakes/test-server.ts';

async function started(changes: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({ ...testServerOptions(), ...changes });
  onTestFinished(() => server.close());
  return server;
}

async function launched() {
  const browser = await launchBrowser({ fakeCamera: 'pattern' });
  onTestFinished(() => browser.close());
  return browser;
}

test('the printed address opens the mirror; without it the browser is refused', async () => {
  const [server, browser] = [await started(), await launched()];
  const stranger = await (await browser.newContext()).newPage();
  expect((await stranger.goto(server.origin))?.status()).toBe(403);
  await stranger.goto(server.address);
  await stranger.waitForFunction(() => document.title === 'mirror runs');
  expect(stranger.url()).toBe(`${server.origin}/`);
  expect(await stranger.evaluate(() => document.cookie)).toBe('');
});

test('a page is isolated, may use the camera, and may talk to its own server only', async () => {
  const [server, browser] = [await started(), await launched()];
  const other = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
  const page = await openPage(browser, server, '/try.html');
  const seen = await page.evaluate(async (address) => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const reached = (url: string) =>
      fetch(url, { mode: 'no-cors' }).then(
        () => true,
        () => false,
      );
    return {
      isolated: crossOriginIsolated,
      cameras: stream.getVideoTracks().length,
      own: await reached('/face/canonical-mesh.json'),
      elsewhere: await reached(address),
    };
  }, elsewhere);
  expect(seen).toEqual({ isolated: true, cameras: 1, own: true, elsewhere: false });
});

// A headless Chromium has WebGL either way, so only a window can show what its flags do.
test.skipIf(!hasDisplay())('on a display the window has the WebGL that the face models need', async () => {
  const told = Promise.withResolvers<string | undefined>();
  const script = `import('/gl?' + (new OffscreenCanvas(1, 1).getContext('webgl2') !== null));`;
  const server = await started({
    extend: (app) => {
      app.get('/gl.html', (_request, reply) =>
        reply.type('text/html').send('<script src="/gl.js"></script>'),
      );
      app.get('/gl.js', (_request, reply) => reply.type('text/javascript').send(script));
      app.get('/gl', (request, reply) => {
        told.resolve(request.url.split('?')[1]);
        return reply.type('text/javascript').send('');
      });
      app.addHook('onSend', async (_request, reply) => {
        if (reply.getHeader('location') === '/') reply.header('location', '/gl.html');
      });
    },
  });
  const { path: executablePath } = await needChromium();
  const window = await openWindow({ executablePath, address: server.address, kiosk: true });
  onTestFinished(() => window.close());
  expect(await told.promise).toBe('true');
});

test('the window opens the mirror in a profile of its own and leaves nothing behind', async () => {
  const profiles = tempFolder();
  vi.stubEnv('TMPDIR', profiles);
  onTestFinished(() => void vi.unstubAllEnvs());
  const pageRan = Promise.withResolvers<void>();
  const server = await started({
    extend: (app) => {
      app.addHook('onResponse', async ({ url }) => {
        if (url === '/assets/page-1.js') pageRan.resolve();
      });
    },
  });
  const { path: executablePath } = await needChromium();
  const args = ['--headless', '--disable-gpu'];
  const window = await openWindow({ executablePath, address: server.address, kiosk: true, args });
  onTestFinished(() => window.close());
  await pageRan.promise;
  const left = async () => (await readdir(profiles)).filter((name) => name.startsWith('vermilion-window-'));
  expect(await left()).toHaveLength(1);
  await window.close();
  expect(await left()).toEqual([]);
});
