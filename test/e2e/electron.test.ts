/**
 * The mirror as an Electron app: the bundled shell, the forked service and the built page together. On the double of
 * Electron's API everywhere, and the same on Electron itself where its program and a display are.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasDisplay } from '../../scripts/setup/display.mjs';
import { findElectron } from '../../scripts/setup/electron.mjs';
import { type MirrorApp, startOnDouble, startOnElectron } from '../fakes/electron/mirror-app.ts';
import { renderShopper, stillCamera } from './mirror-page.ts';
import { recordedSession } from './recorded.ts';

const program = findElectron();
const missing =
  program === undefined ? "Electron's program is not installed" : !hasDisplay() && 'there is no display';

const FIRST = 'VA-M01';
const PLUM = 'VA-M07';
const RED = 'VA-M04';
/** Loading the face models takes most of it. */
const PATIENCE = { timeout: 60_000, interval: 20 };

/** The promise after a crash of the page; paint follows when the face models are loaded. */
const PICTURE_BACK_MS = 5_000;

/** What the page says of itself; empty while there is no page. */
const facts = (app: MirrorApp) =>
  app
    .evaluate<Record<string, string>>("({ ...document.querySelector('main')?.dataset })")
    .catch((): Record<string, string> => ({}));

const tap = (app: MirrorApp, sku: string) =>
  app.evaluate(`document.querySelector('label[data-sku="${sku}"]').click()`);

const expectFacts = (app: MirrorApp, wanted: Record<string, string>) =>
  expect.poll(() => facts(app), PATIENCE).toMatchObject(wanted);

const recordedSku = (app: MirrorApp) => recordedSession(app.dataFolder).sku;

async function opened(start: typeof startOnDouble): Promise<MirrorApp> {
  const shopper = await renderShopper();
  const app = await start(await stillCamera(shopper.frame.data));
  await expectFacts(app, { shown: FIRST, camera: 'live', service: 'connected' });
  return app;
}

function cases(start: typeof startOnDouble): void {
  test('on an isolated page without Node her lips wear a shade, and the service in its process records her next', async () => {
    const app = await opened(start);
    const seen = await app.evaluate(
      `({ crossOriginIsolated, bridge: Object.keys(vermilion), node: typeof process + typeof require,
          secure: isSecureContext, path: location.pathname })`,
    );
    expect(seen).toEqual({
      crossOriginIsolated: true,
      bridge: ['requestServicePort'],
      node: 'undefinedundefined',
      secure: true,
      path: '/',
    });
    expect(await app.servicePid()).not.toBe(process.pid);
    await tap(app, PLUM);
    await expectFacts(app, { shown: PLUM });
    await expect.poll(() => recordedSku(app), PATIENCE).toBe(PLUM);
  });

  test('the service killed: the page says so, is connected again, and what she tapped meanwhile is recorded', async () => {
    const app = await opened(start);
    await tap(app, RED);
    await expect.poll(() => recordedSku(app), PATIENCE).toBe(RED);
    const killed = await app.servicePid();
    const lost = app.evaluate<void>(`new Promise((resolve) => {
      const main = document.querySelector('main');
      const look = () => main.dataset.service === 'lost' && resolve();
      new MutationObserver(look).observe(main, { attributes: true });
      look();
    })`);
    process.kill(killed, 'SIGKILL');
    await lost;
    await tap(app, PLUM);
    await expectFacts(app, { shown: PLUM, service: 'connected' });
    await expect.poll(() => recordedSku(app), PATIENCE).toBe(PLUM);
    expect(await app.servicePid()).not.toBe(killed);
  });

  test('the page crashed: it is loaded again and she wears what she wore', async () => {
    const app = await opened(start);
    await tap(app, PLUM);
    await expect.poll(() => recordedSku(app), PATIENCE).toBe(PLUM);
    await app.evaluate('void (window.isOldPage = true)');
    const crashedMs = performance.now();
    await app.crashPage();
    await expect
      .poll(() => app.evaluate('window.isOldPage === undefined').catch(() => false), PATIENCE)
      .toBe(true);
    await expectFacts(app, { camera: 'live' });
    expect(performance.now() - crashedMs).toBeLessThan(PICTURE_BACK_MS);
    await expectFacts(app, { shown: PLUM, camera: 'live', service: 'connected' });
  });

  test('the page hears nothing, goes nowhere, opens nothing and reaches no other server; a signal ends it all', async () => {
    const elsewhere = await startElsewhere();
    const app = await opened(start);
    const refused = await app.evaluate(`(async () => ({
      sound: await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', ({ name }) => name),
      fetched: await fetch('${elsewhere.address}', { mode: 'no-cors' }).then(() => 'reached', () => 'refused'),
    }))()`);
    expect(refused).toEqual({ sound: 'NotAllowedError', fetched: 'refused' });
    await app.evaluate(`void (window.open('${elsewhere.address}'), location.assign('${elsewhere.address}'))`);
    await app.closeWindow();
    await tap(app, RED);
    await expectFacts(app, { shown: RED });
    expect(elsewhere.visits()).toBe(0);
    const service = await app.servicePid();
    await app.stop();
    expect(() => process.kill(service, 0)).toThrow('ESRCH');
  });
}

/** A server that the page must not reach. */
async function startElsewhere() {
  let visits = 0;
  const server = createServer((_request, response) => {
    visits++;
    response.end('elsewhere');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, visits: () => visits };
}

describe("on the double of Electron's API", () => cases(startOnDouble));

describe.skipIf(missing)(`on Electron itself${missing ? `: skipped, because ${missing}` : ''}`, () =>
  cases(startOnElectron(program ?? '')),
);
