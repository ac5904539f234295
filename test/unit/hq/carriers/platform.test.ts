import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildCarrierMetrics } from '../../../../hq/carriers/metrics.ts';
import { buildAccess } from '../../../../hq/carriers/platform/access.ts';
import {
  buildPlatformHttp,
  PlatformError,
  type PlatformHttp,
} from '../../../../hq/carriers/platform/http.ts';

const HASTY_MS = 200;

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

let serve: Serve;
let http: PlatformHttp;
let hasty: PlatformHttp;
const registry = new Registry();
const server = createServer((request, response) => serve(request, response));
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/proxy/`;
  const metrics = buildCarrierMetrics(registry);
  http = buildPlatformHttp({ platform: 'wecom', address, metrics });
  hasty = buildPlatformHttp({ platform: 'wecom', address, metrics, callMs: HASTY_MS });
});
afterAll(async () => {
  await Promise.all([http.stop(), hasty.stop()]);
  server.closeAllConnections();
  server.close();
});

const SECRET = 'a-secret-of-ours';
const ask = (by = http) =>
  by.ask({ path: '/ask', query: { secret: SECRET } }, z.object({ answer: z.string() }));

/** The code of what a call fails with, and that nothing secret stands in its sentence. */
async function failureOf(each: Serve, by = http): Promise<string> {
  serve = each;
  const error = await ask(by).then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(PlatformError);
  expect(error.message).not.toContain(SECRET);
  return error.code;
}

describe('a call of a platform', () => {
  test('goes below the path of its address, and is counted', async () => {
    let asked = '';
    serve = ({ url }, response) => {
      asked = url ?? '';
      response.end('{"errcode":0,"answer":"yes"}');
    };
    expect(await ask()).toEqual({ answer: 'yes' });
    expect(asked).toBe(`/proxy/ask?secret=${SECRET}`);
    const counted = 'vermilion_hq_platform_calls_total{platform="wecom",path="/ask",outcome="ok"} 1';
    expect(await registry.metrics()).toContain(counted);
  });

  test.each<[string, string, Serve]>([
    ['is refused', 'refused', (_, response) => response.end('{"errcode":45009,"errmsg":"reach max api"}')],
    ['is answered with an error', 'unreachable', (_, response) => response.writeHead(502).end('<html>')],
    [
      'is sent elsewhere',
      'unreachable',
      (_, response) => response.writeHead(302, { location: '/other' }).end(),
    ],
    ['is answered in another shape', 'reply-unreadable', (_, response) => response.end('{"answer":1}')],
    ['is answered with no JSON', 'reply-unreadable', (_, response) => response.end('<html>')],
    ['is answered without end', 'reply-unreadable', (_, response) => endless(response)],
    [
      'is answered without end and with an error',
      'unreachable',
      (_, response) => endless(response.writeHead(500)),
    ],
    ['is cut off', 'unreachable', ({ socket }) => socket.destroy()],
    ['is cut off in the middle', 'unreachable', ({ socket }, response) => cutOff(response, socket)],
  ])('that %s fails as %s', async (_what, code, each) => {
    expect(await failureOf(each)).toBe(code);
  });

  test.each<[string, Serve]>([
    ['is not answered', () => {}],
    ['is never answered to the end', (_, response) => response.writeHead(200).write('{"ans')],
  ])('that %s is given up', async (_what, each) => {
    expect(await failureOf(each, hasty)).toBe('timeout');
  });

  test('that found nobody fails, and names no secret', async () => {
    const metrics = buildCarrierMetrics(new Registry());
    const none = buildPlatformHttp({
      platform: 'wecom',
      address: 'http://127.0.0.1:1',
      metrics,
      callMs: HASTY_MS,
    });
    const asked = none.ask({ path: '/ask', query: { secret: SECRET } }, z.object({}));
    await expect(asked).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.not.stringContaining(SECRET),
    });
    await none.stop();
  });
});

function endless(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}

function cutOff(response: ServerResponse, socket: IncomingMessage['socket']): void {
  response.writeHead(200, { 'content-length': 100 });
  response.write('{"answer":', () => socket.destroy());
}

describe('an access token', () => {
  const refused = (errcode: number) => new PlatformError('refused', 'no', undefined, errcode);

  test('is fetched once for all who ask at the same moment', async () => {
    let fetched = 0;
    const fetchToken = async () => ({ token: `t${++fetched}`, lastsMs: 7200_000 });
    const access = buildAccess(fetchToken, () => 0);
    const used = await Promise.all(Array.from({ length: 5 }, () => access.use(async (token) => token)));
    expect(used).toEqual(Array(5).fill('t1'));
  });

  test('that was not to be had is asked for again', async () => {
    let asked = 0;
    const fetchToken = async () => {
      if (++asked === 1) throw refused(45_009);
      return { token: 'second', lastsMs: 7200_000 };
    };
    const access = buildAccess(fetchToken, () => 0);
    await expect(access.use(async (token) => token)).rejects.toMatchObject({ errcode: 45_009 });
    expect(await access.use(async (token) => token)).toBe('second');
  });

  test('that the platform never takes is fetched anew once and no more', async () => {
    let fetched = 0;
    const access = buildAccess(
      async () => ({ token: `t${++fetched}`, lastsMs: 7200_000 }),
      () => 0,
    );
    await expect(
      access.use(async () => {
        throw refused(42_001);
      }),
    ).rejects.toMatchObject({ errcode: 42_001 });
    expect(fetched).toBe(2);
  });

  test('is kept when the call fails of something else', async () => {
    let fetched = 0;
    const access = buildAccess(
      async () => ({ token: `t${++fetched}`, lastsMs: 7200_000 }),
      () => 0,
    );
    const fails = access.use(async () => {
      throw refused(45_009);
    });
    await expect(fails).rejects.toMatchObject({ errcode: 45_009 });
    expect(await access.use(async (token) => token)).toBe('t1');
  });
});
