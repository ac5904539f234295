/** Who is given a port to the service, and when the window is given another. */
import { EventEmitter, once } from 'node:events';
import type { IpcMain, WebContents } from 'electron';
import { expect, test } from 'vitest';
import { GIVE_PORT, WANT_PORT } from '../../../../main/electron/addresses.ts';
import { type ServicePortsOptions, serveWindow } from '../../../../main/electron/service-ports.ts';
import { FakeChannel, type FakePort } from '../../../fakes/electron/ports.ts';

const mirrorFrame = { url: 'app://mirror/', parent: null };

function joined() {
  const ipcMain = new EventEmitter();
  const lines: string[] = [];
  const served: FakePort[] = [];
  const given: FakePort[] = [];
  const state = { isReady: true, isDestroyed: false, hasWindow: true };
  const page = {
    isDestroyed: () => state.isDestroyed,
    postMessage: (channel: string, message: unknown, [port]: FakePort[]) => {
      expect([channel, message]).toEqual([GIVE_PORT, null]);
      given.push(port as FakePort);
    },
  } as unknown as WebContents;
  const ports = serveWindow({
    ipcMain: ipcMain as unknown as IpcMain,
    MessageChannelMain: FakeChannel as unknown as ServicePortsOptions['MessageChannelMain'],
    service: {
      servePort(port) {
        if (state.isReady) served.push(port as unknown as FakePort);
        return state.isReady;
      },
    },
    page: () => (state.hasWindow ? page : undefined),
    log: (line) => lines.push(line),
  });
  const ask = (event: object = {}) =>
    ipcMain.emit(WANT_PORT, { sender: page, senderFrame: mirrorFrame, ...event });
  return { ask, ports, served, given, lines, state };
}

test('window and service are given the two ends of one channel', async () => {
  const { ask, served, given } = joined();
  ask();
  const [[one], [other]] = [served, given];
  one?.postMessage('hello');
  other?.start();
  const [{ data }] = await once(other as FakePort, 'message');
  expect(data).toBe('hello');
  one?.close();
});

test.each([
  ['another window', { sender: {} }],
  ['a frame inside the mirror', { senderFrame: { url: 'app://mirror/', parent: mirrorFrame } }],
  ['another address in our window', { senderFrame: { url: 'https://example.com/', parent: null } }],
  ['another host of the scheme', { senderFrame: { url: 'app://other/', parent: null } }],
  ['a frame that is gone', { senderFrame: null }],
])('%s is given no port, and that is noted', (_who, event) => {
  const { ask, ports, served, given, lines } = joined();
  ask(event);
  ports.renew();
  expect([served.length, given.length, lines.length]).toEqual([0, 0, 1]);
});

test('a window that asked while the service was starting is given its port when the service is ready', () => {
  const { ask, ports, served, given, state } = joined();
  state.isReady = false;
  ask();
  expect([served.length, given.length]).toEqual([0, 0]);
  state.isReady = true;
  ports.renew();
  expect([served.length, given.length]).toEqual([1, 1]);
});

test('a service that was started again is joined to the window anew, without being asked', () => {
  const { ask, ports, given } = joined();
  ask();
  ports.renew();
  expect(given).toHaveLength(2);
});

test('a window that never asked, or is gone, is given nothing', () => {
  const { ask, ports, given, state } = joined();
  ports.renew();
  ask();
  state.isDestroyed = true;
  ports.renew();
  state.hasWindow = false;
  ports.renew();
  ask();
  expect(given).toHaveLength(1);
});
