/** `app://mirror/`: which addresses have a file, and what every response carries. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildProtocol, MIRROR_SCHEME } from '../../../../main/electron/protocol.ts';
import { CONTENT_SECURITY_POLICY, SECURITY_HEADERS } from '../../../../main/pages/headers.ts';
import { buildServedFiles } from '../../../../main/pages/served-files.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const MIRROR = 'app://mirror';

function answering() {
  const folder = tempFolder({
    'pages/index.html': '<!doctype html>',
    'pages/assets/page-1.js': 'run();',
    'pages/assets/engine-2.wasm': 'wasm',
    'pages/assets/letters-3.woff2': 'font',
    'pages/.hidden': 'secret',
    'face/task': 'task',
    'face/detector': 'detector',
    'face/mesh': '{}',
    'secret.txt': 'secret',
  });
  const at = (path: string) => join(folder, path);
  const face = { taskPath: at('face/task'), detectorPath: at('face/detector'), meshPath: at('face/mesh') };
  const handle = buildProtocol(buildServedFiles(at('pages'), face));
  return { at, get: (url: string, method = 'GET') => handle({ url, method }) };
}

test.each([
  ['/', '<!doctype html>', 'text/html; charset=utf-8', 'no-cache'],
  ['/index.html?token=1#top', '<!doctype html>', 'text/html; charset=utf-8', 'no-cache'],
  ['/assets/page-1.js', 'run();', 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable'],
  ['/assets/engine-2.wasm', 'wasm', 'application/wasm', 'private, max-age=31536000, immutable'],
  ['/assets/letters-3.woff2', 'font', 'font/woff2', 'private, max-age=31536000, immutable'],
  ['/face/face_landmarker.task', 'task', 'application/octet-stream', 'no-cache'],
  ['/face/face_detector.tflite', 'detector', 'application/octet-stream', 'no-cache'],
  ['/face/canonical-mesh.json', '{}', 'application/json; charset=utf-8', 'no-cache'],
])('%s is served with its type, its length and the security headers', async (path, text, type, cache) => {
  const response = await answering().get(`${MIRROR}${path}`);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(text);
  expect(Object.fromEntries(response.headers)).toEqual({
    ...SECURITY_HEADERS,
    'content-type': type,
    'content-length': String(text.length),
    'cache-control': cache,
  });
});

const OUTSIDE = [
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e%2fsecret.txt',
  '/..%5csecret.txt',
  '/..\\secret.txt',
  '/assets\\..\\..\\secret.txt',
  '/%252e%252e/secret.txt',
  '/face/../../secret.txt',
  '//secret.txt',
  '//etc/passwd',
  '/file:///etc/passwd',
  '/C:/Windows/win.ini',
  '/index.html%00.js',
  '/index.html\0',
  '/.hidden',
  '/./index.html',
  '/assets/',
  '/assets',
  '/face/',
  '/face/task',
  '/nothing.js',
  `/${'a'.repeat(5000)}`,
  '',
];

test.each(OUTSIDE)('%j leads nowhere: 404 with the security headers', async (path) => {
  const response = await answering().get(`${MIRROR}${path}`);
  expect(response.status).toBe(404);
  expect(await response.text()).toBe('There is nothing at this address.\n');
  expect(Object.fromEntries(response.headers)).toMatchObject({
    ...SECURITY_HEADERS,
    'cache-control': 'no-store',
  });
});

test.each([
  'app://other/index.html',
  'app://mirror.example/index.html',
  'app://mirror@other/index.html',
  'app://mirror:1/index.html',
  'https://mirror/index.html',
  'file:///index.html',
])('%s is not the mirror: 404', async (url) => {
  expect((await answering().get(url)).status).toBe(404);
});

test('an absolute path of the disk has no address', async () => {
  const { at, get } = answering();
  expect((await get(`${MIRROR}${at('secret.txt')}`)).status).toBe(404);
  expect((await get(`${MIRROR}/${at('secret.txt')}`)).status).toBe(404);
});

test('HEAD tells of a file without sending it', async () => {
  const response = await answering().get(`${MIRROR}/assets/page-1.js`, 'HEAD');
  expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
    200,
    '6',
    '',
  ]);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused with the security headers', async (method) => {
  const response = await answering().get(`${MIRROR}/index.html`, method);
  expect(response.status).toBe(405);
  expect(Object.fromEntries(response.headers)).toMatchObject({ ...SECURITY_HEADERS, allow: 'GET, HEAD' });
});

test('the policy is the one that was agreed', () => {
  expect(CONTENT_SECURITY_POLICY).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' blob: data:; " +
      "media-src 'self' blob:; style-src 'self'; worker-src 'self'; font-src 'self'",
  );
});

test('the scheme is secure and standard, and passes by no policy', () => {
  expect(MIRROR_SCHEME).toEqual({
    scheme: 'app',
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
  });
});
