/** The contract over a WebSocket, as the headless shell's window uses it: through the guard, with the session's cookie. */
import { once } from 'node:events';
import { RPCLink } from '@orpc/client/websocket';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type RunningServer, startServer } from '../../main/headless/server.ts';
import { type Service, startService } from '../../main/service.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { testServerOptions } from '../fakes/test-server.ts';
import { runContractCases } from './cases.ts';

async function serve(service: Service): Promise<RunningServer> {
  const server = await startServer({ ...testServerOptions(), service });
  onTestFinished(() => server.close());
  return server;
}

async function cookieOf(server: RunningServer): Promise<string> {
  const answer = await fetch(server.address, { redirect: 'manual' });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

function open(server: RunningServer, headers: Record<string, string>): WebSocket {
  return new WebSocket(`${server.origin.replace('http', 'ws')}/contract`, { headers });
}

runContractCases(async (service) => {
  const server = await serve(service);
  const socket = open(server, { cookie: await cookieOf(server), origin: server.origin });
  await once(socket, 'open');
  return { link: new RPCLink({ websocket: socket as never }), close: () => socket.close() };
});

test('a socket without the cookie, or of another site, is refused', async () => {
  const folder = tempFolder();
  const service = startService({ args: ['--data', 'data'], environment: {}, folder });
  onTestFinished(() => service.stop());
  const server = await serve(service);
  const cookie = await cookieOf(server);
  for (const headers of [{}, { cookie: 'vermilion=1' }, { cookie, origin: 'https://evil.example' }]) {
    const [error] = await once(open(server, headers as Record<string, string>), 'error');
    expect(String(error)).toContain('403');
  }
});

test('a message that is too long ends its socket, a garbled one is passed over, and the service goes on', async () => {
  const folder = tempFolder();
  const service = startService({ args: ['--data', 'data'], environment: {}, folder });
  onTestFinished(() => service.stop());
  const server = await serve(service);
  const headers = { cookie: await cookieOf(server), origin: server.origin };
  const flooded = open(server, headers);
  await once(flooded, 'open');
  flooded.send('x'.repeat(100_000));
  const [code] = await once(flooded, 'close');
  expect(code).toBe(1009);
  const complaint = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => complaint.mockRestore());
  const garbled = open(server, headers);
  await once(garbled, 'open');
  garbled.send('{"not": "oRPC"');
  garbled.send(new Uint8Array([0, 255, 3]));
  await expect.poll(() => complaint.mock.calls.length).toBe(2);
  const other = open(server, headers);
  await once(other, 'open');
  expect(await (await fetch(`${server.origin}/metrics`)).text()).toContain('vermilion_build_info');
  garbled.close();
  other.close();
});
