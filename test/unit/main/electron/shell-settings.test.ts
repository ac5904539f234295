/** What the shell reads of flags and settings before the service does, and what it does about mistakes in them. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownFlags, readShellSettings } from '../../../../main/electron/shell-settings.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

function reading(file?: string) {
  const folder = tempFolder(file === undefined ? {} : { 'vermilion.json': file });
  const lines: string[] = [];
  const read = (args: string[] = [], environment: NodeJS.ProcessEnv = {}) =>
    readShellSettings(args, environment, folder, (line) => lines.push(line));
  return { folder, lines, read };
}

test("switches of Chromium and Electron on the same command line are not the mirror's", () => {
  const own = ['--kiosk', 'false', '--data', '/var/lib/vermilion', '--locale', 'en', '--port', '0'];
  const chromiums = [
    '--no-sandbox',
    '--disable-gpu',
    '--enable-features=A,B',
    '--use-fake-device-for-media-stream',
    '--ozone-platform=wayland',
    '--user-data-dir=/tmp/x',
    '--remote-debugging-port=0',
    '--inspect=0',
    '--lang=en',
    '--force-device-scale-factor=1',
  ];
  expect(ownFlags([...chromiums, ...own, ...chromiums])).toEqual(own);
});

test('a mirror is a kiosk unless the settings say otherwise', () => {
  const file = reading('{ "kiosk": false }');
  expect(reading().read()).toEqual({ kiosk: true, faceBundle: undefined });
  expect(file.read().kiosk).toBe(false);
  expect(file.read(['--kiosk', 'true']).kiosk).toBe(true);
  expect(reading().read([], { VERMILION_KIOSK: 'false' }).kiosk).toBe(false);
});

test('an official face bundle is found beside the file that names it', () => {
  const { folder, read } = reading(
    `{ "faceBundle": { "path": "official.task", "sha256": "${'a'.repeat(64)}" } }`,
  );
  expect(read().faceBundle).toEqual({ path: join(folder, 'official.task'), sha256: 'a'.repeat(64) });
});

test.each(['{ "kiosk": fals }', '{ "kiosk": "perhaps" }'])(
  'a file that is refused (%s) is told and passed over, because the service may have a good copy',
  (text) => {
    const { lines, read } = reading(text);
    expect(read(['--kiosk', 'false'])).toEqual({ kiosk: false, faceBundle: undefined });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('vermilion.json');
  },
);

test('a wrong flag or variable is refused with a sentence', () => {
  const { read } = reading();
  expect(() => read(['--wrong', '1'])).toThrow('The flags are');
  expect(() => read([], { VERMILION_KIOSK: 'perhaps' })).toThrow('kiosk');
});
