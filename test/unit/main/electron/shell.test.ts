/** How the shell starts and ends, on the double of Electron, before any page is there. */
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { type ShellElectron, startShell } from '../../../../main/electron/shell.ts';
import { ElectronDouble } from '../../../fakes/electron/electron.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

function shell(isSecondInstance: boolean) {
  const double = new ElectronDouble({ userData: tempFolder(), isSecondInstance });
  const lines: string[] = [];
  const signals = new EventEmitter();
  const start = (electron: ShellElectron) =>
    startShell(electron, {
      args: [],
      environment: {},
      folder: '/',
      kiosk: true,
      faceBundle: { path: '/not-there.task', sha256: 'a'.repeat(64) },
      distDir: tempFolder(),
      signals,
      log: (line) => lines.push(line),
    });
  return { double, lines, signals, start };
}

test('a second mirror on the same machine ends at once and starts nothing', async () => {
  const { double, lines, start } = shell(true);
  await start(double.electron);
  expect(await double.exited).toBe(0);
  expect(lines).toEqual(['A mirror runs already; it was brought to the front.']);
  expect([double.windows, double.processes, double.schemes]).toEqual([[], [], []]);
});

test('switches and scheme are set before Electron is ready; after it the menu goes and the display stays awake', async () => {
  const { double, start } = shell(false);
  const { electron } = double;
  const order: string[] = [];
  electron.app.whenReady = async () => {
    order.push(`${double.switches.length} switches, ${double.schemes.length} scheme`);
  };
  await expect(start(electron)).rejects.toThrow();
  expect(order).toEqual(['4 switches, 1 scheme']);
  expect(double.switches).toEqual([
    '--disable-pinch',
    '--overscroll-history-navigation=0',
    '--disable-breakpad',
    '--enable-unsafe-swiftshader',
  ]);
  expect([double.menu, double.powerSaveBlockers]).toEqual([null, ['prevent-display-sleep']]);
});

test('a signal that comes before the window ends the app', async () => {
  const { double, signals, start } = shell(false);
  const { electron } = double;
  electron.app.whenReady = () => new Promise<void>(() => {});
  void start(electron);
  signals.emit('SIGTERM');
  expect(await double.exited).toBe(0);
});
