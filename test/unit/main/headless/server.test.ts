/** The loopback server over real sockets and by inject: who gets in, what every response carries, what is never served. */
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { buildServer, type RunningServer, startServer } from '../../../../main/headless/server.ts';
import { CONTENT_SECURITY_POLICY } from '../../../../main/pages/headers.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';
import { testServerOptions } from '../../../fakes/test-server.ts';

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

async function started(): Promise<RunningServer> {
  const server = await startServer(testServerOptions());
  onTestFinished(() => server.close());
  return server;
}

/** Writes bytes as they are, so that what no well-behaved client would send is sent too. */
async function sendRaw(server: RunningServer, bytes: string): Promise<Answer> {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
  socket.write(bytes);
  let text = '';
  for await (const chunk of socket) text += chunk;
  const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s);
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => line.split(/: (.*)/s, 2) as [string, string]);
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body,
  };
}

/** A request with the right Host; `headers` may replace it. */
function send(server: RunningServer, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const all = { Host: new URL(server.origin).host, Connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return sendRaw(server, `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
}

async function enter(server: RunningServer): Promise<{ Cookie: string }> {
  const { headers } = await send(server, `/${new URL(server.address).search}`);
  return { Cookie: headers['set-cookie']?.split(';')[0] ?? '' };
}

test('the printed address sets a cookie that scripts and other sites cannot use, and leads to the page', async () => {
  const server = await started();
  const answer = await send(server, `/${new URL(server.address).search}`);
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe('/');
  expect(answer.headers['set-cookie']).toMatch(
    /^vermilion-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  expect(answer.headers['cache-control']).toBe('no-store');
  const page = await send(server, '/', await enter(server));
  expect([page.status, page.headers['cache-control']]).toEqual([200, 'no-cache']);
  expect(page.body).toContain('<title>mirror</title>');
});

test.each([
  '/',
  '/try.html',
  '/assets/page-1.js',
  '/face/face_landmarker.task',
  '/face/canonical-mesh.json',
  '/nothing',
])('without the cookie %s is refused with a sentence', async (path) => {
  const answer = await send(await started(), path);
  expect(answer.status).toBe(403);
  expect(answer.body).toContain('Open the address with the token');
});

test("a wrong token and another start's cookie are refused", async () => {
  const [server, other] = [await started(), await started()];
  expect((await send(server, '/?token=wrong')).status).toBe(403);
  expect((await send(server, '/?token=')).status).toBe(403);
  const { Cookie } = await enter(other);
  const renamed = Cookie.replace(/^vermilion-\d+/, `vermilion-${new URL(server.origin).port}`);
  expect((await send(server, '/', { Cookie: renamed })).status).toBe(403);
});

test('another name for this address is refused even with cookie and token (DNS rebinding)', async () => {
  const server = await started();
  const cookie = await enter(server);
  const { port, search } = new URL(server.address);
  for (const host of [`evil.example:${port}`, '127.0.0.1', '127.0.0.1:1', `[::1]:${port}`]) {
    expect((await send(server, '/', { ...cookie, Host: host })).status).toBe(421);
    expect((await send(server, `/${search}`, { Host: host })).status).toBe(421);
  }
  expect((await send(server, '/', { ...cookie, Host: `localhost:${port}` })).status).toBe(200);
  expect((await sendRaw(server, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).status).toBe(421);
});

test('a request that another site or port sent is refused even with the cookie', async () => {
  const server = await started();
  const cookie = await enter(server);
  const foreigners: Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'http://127.0.0.1:1' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ];
  for (const foreign of foreigners) {
    expect((await send(server, '/face/canonical-mesh.json', { ...cookie, ...foreign })).status).toBe(403);
  }
  const own = { Origin: server.origin, 'Sec-Fetch-Site': 'same-origin' };
  expect((await send(server, '/face/canonical-mesh.json', { ...cookie, ...own })).status).toBe(200);
});

test('a path that climbs out of the pages finds nothing', async () => {
  const server = await started();
  const cookie = await enter(server);
  for (const path of [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/face/../task',
    '/..%5csecret.txt',
    '//secret.txt',
  ]) {
    const answer = await send(server, path, cookie);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.body).not.toContain('secret');
  }
});

test('every response carries the policy, whatever its status', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => complaint.mockRestore());
  const server = await started();
  const cookie = await enter(server);
  const host = `Host: ${new URL(server.origin).host}\r\nConnection: close\r\n`;
  const answers = {
    200: await send(server, '/', cookie),
    303: await send(server, `/${new URL(server.address).search}`),
    400: await send(server, '/%zz', cookie),
    403: await send(server, '/'),
    404: await send(server, '/nothing', cookie),
    417: await sendRaw(server, `GET / HTTP/1.1\r\n${host}Expect: wonders\r\n\r\n`),
    421: await send(server, '/', { Host: 'evil.example' }),
    500: await send(server, '/boom', cookie),
  };
  for (const [status, answer] of Object.entries(answers)) {
    expect([answer.status, answer.headers]).toEqual([
      Number(status),
      expect.objectContaining({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      }),
    ]);
  }
  const garbage = await sendRaw(server, 'not http\r\n\r\n');
  expect(garbage.headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
});

test('the policy is the one that was agreed', () => {
  expect(CONTENT_SECURITY_POLICY).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' blob: data:; " +
      "media-src 'self' blob:; style-src 'self'; worker-src 'self'; font-src 'self'",
  );
});

test('a failure inside tells the caller nothing and the console everything', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => complaint.mockRestore());
  const server = await started();
  const { body } = await send(server, '/boom', await enter(server));
  expect(body).toBe('The mirror failed to answer; its console says why.\n');
  expect(complaint.mock.calls[0]?.join(' ')).toContain('Error: boom');
});

test('files named by their content are kept, all others are asked for again', async () => {
  const server = await started();
  const cookie = await enter(server);
  const { headers } = await send(server, '/assets/page-1.js', cookie);
  expect(headers['cache-control']).toBe('private, max-age=31536000, immutable');
  const face = await send(server, '/face/face_landmarker.task', cookie);
  expect([face.body, face.headers['cache-control']]).toEqual(['task', 'no-cache']);
  const again = await send(server, '/face/face_landmarker.task', {
    ...cookie,
    'If-None-Match': face.headers.etag ?? '',
  });
  expect(again.status).toBe(304);
});

test('the other face files are served', async () => {
  const server = await started();
  const cookie = await enter(server);
  const paths = ['/face/face_detector.tflite', '/face/canonical-mesh.json'];
  const answers = await Promise.all(paths.map((path) => send(server, path, cookie)));
  expect(answers.map(({ body }) => body)).toEqual(['detector', '{}']);
});

test('metrics are read without the cookie, by this machine and no foreign page', async () => {
  const service = { metrics: async () => 'vermilion_up 1\n', serveSocket: () => {} };
  const server = await startServer({ ...testServerOptions(), service });
  onTestFinished(() => server.close());
  const { status, headers, body } = await send(server, '/metrics');
  expect([status, body]).toEqual([200, 'vermilion_up 1\n']);
  expect(headers['content-type']).toContain('version=0.0.4');
  expect((await send(server, '/metrics', { Origin: 'https://evil.example' })).status).toBe(403);
  expect((await send(server, '/metrics', { Host: 'evil.example' })).status).toBe(421);
  expect((await send(server, '/metrics?x')).status).toBe(403);
});

test("a tool's own routes are guarded too", async () => {
  const app = await buildServer({ ...testServerOptions(), port: 4460 });
  onTestFinished(() => app.close());
  expect((await app.inject({ url: '/boom', headers: { host: '127.0.0.1:4460' } })).statusCode).toBe(403);
  expect((await app.inject({ url: '/boom', headers: { host: 'evil.example' } })).statusCode).toBe(421);
});

test('a taken port is told with what to do, and leaves nothing open', async () => {
  const server = await started();
  const port = Number(new URL(server.origin).port);
  await expect(startServer({ ...testServerOptions(), port })).rejects.toMatchObject({
    code: 'port-taken',
    message: `Port ${port} is in use: choose another with --port (0 takes any free one).`,
  });
});

test('pages that were never built are told with what to do', async () => {
  const pagesDir = tempFolder();
  await expect(buildServer({ ...testServerOptions(), pagesDir })).rejects.toMatchObject({
    code: 'pages-missing',
    message: expect.stringContaining('npm run setup'),
  });
});
