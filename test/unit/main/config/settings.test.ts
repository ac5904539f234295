/** Where settings come from, which source wins, and how a wrong one is named. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHqSettings } from '../../../../main/config/hq-settings.ts';
import { combineSettings, readSettings, readSettingsFile } from '../../../../main/config/settings.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const HERE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

test('without file, environment and flags the defaults hold', () => {
  expect(readSettings([], {}, tempFolder())).toEqual({
    port: 4460,
    locale: 'zh-CN',
    kiosk: true,
    camera: { resolution: '1280x720', rotation: 0 },
    companion: false,
    timeZone: HERE,
    visits: { startOn: 'touch', demo: false },
    codes: { carriers: [{ kind: 'link' }] },
  });
});

test('flags win over the environment, the environment over the file', () => {
  const folder = tempFolder({ 'vermilion.json': '{"port": 5001, "locale": "en", "chromium": "/from/file"}' });
  const environment = { VERMILION_PORT: '5002', VERMILION_CHROMIUM: '/from/environment' };
  expect(readSettings(['--port', '5003'], environment, folder)).toEqual({
    port: 5003,
    locale: 'en',
    chromium: '/from/environment',
    kiosk: true,
    camera: { resolution: '1280x720', rotation: 0 },
    companion: false,
    timeZone: HERE,
    visits: { startOn: 'touch', demo: false },
    codes: { carriers: [{ kind: 'link' }] },
  });
});

test('a companion is wished for in the file, in the environment or by a flag', () => {
  const folder = tempFolder({ 'vermilion.json': '{"companion": true}' });
  const companionOf = (args: string[], environment = {}) => readSettings(args, environment, folder).companion;
  expect(companionOf([])).toBe(true);
  expect(companionOf([], { VERMILION_COMPANION: 'false' })).toBe(false);
  expect(companionOf(['--companion', 'true'], { VERMILION_COMPANION: 'false' })).toBe(true);
});

test('paths start at the folder for flags and at the file for the file', () => {
  const sha256 = 'a'.repeat(64);
  const file = JSON.stringify({ catalogue: 'brand.json', faceBundle: { path: 'face.task', sha256 } });
  const folder = tempFolder({ 'store/mirror.json': file });
  const settings = readSettings(
    ['--settings', 'store/mirror.json', '--chromium', 'bin/chromium'],
    {},
    folder,
  );
  expect(settings).toMatchObject({
    catalogue: join(folder, 'store/brand.json'),
    faceBundle: { path: join(folder, 'store/face.task'), sha256 },
    chromium: join(folder, 'bin/chromium'),
  });
});

test.each([
  [['--hq', 'none'], {}, 'none'],
  [[], { VERMILION_HQ: 'embedded' }, 'embedded'],
  [['--hq', 'https://hq.example.com/brand'], {}, { address: 'https://hq.example.com/brand' }],
  [
    [],
    { VERMILION_HQ: 'http://127.0.0.1:4470', VERMILION_HQ_CODE: 'one-time-code' },
    { address: 'http://127.0.0.1:4470', code: 'one-time-code' },
  ],
  [
    [],
    { VERMILION_HQ: 'http://127.0.0.1:4470', VERMILION_HQ_PHONES: 'http://192.168.1.20:4470' },
    { address: 'http://127.0.0.1:4470', phones: 'http://192.168.1.20:4470' },
  ],
])('HQ is named by %j or %j', (flags, environment, hq) => {
  expect(readSettings(flags, environment, tempFolder()).hq).toEqual(hq);
});

test('what the file leaves out is left to HQ, and what it names is not', () => {
  const folder = tempFolder({ 'vermilion.json': '{"companion": false}' });
  const file = readSettingsFile(join(folder, 'vermilion.json'), true);
  expect(file).toEqual({ companion: false });
  const settings = combineSettings({ ...readHqSettings({ locale: 'en', companion: true }), ...file }, {});
  expect(settings).toMatchObject({ locale: 'en', companion: false });
});

test.each([
  [{ port: 5000 }, 'port: is not a key'],
  [{ hq: 'none' }, 'hq: is not a key'],
  [{ locale: 'en', visits: { startOn: 'smile' } }, 'visits.startOn:'],
  [[], 'the whole:'],
])('settings of HQ such as %j are refused whole, naming the key', (told, complaint) => {
  const read = () => readHqSettings(told);
  expect(read).toThrow(expect.objectContaining({ code: 'hq-settings-invalid' }));
  expect(read).toThrow(complaint);
});

test('phones are let in from the local network only where somebody says so', () => {
  const lanOf = (args: string[], environment = {}) => readSettings(args, environment, tempFolder()).lan;
  expect(lanOf([])).toBeUndefined();
  expect(lanOf([], { VERMILION_LAN: '10.1.2.3' })).toBe('10.1.2.3');
  expect(lanOf(['--lan', '192.168.1.20'], { VERMILION_LAN: '10.1.2.3' })).toBe('192.168.1.20');
});

test('settings cannot be changed', () => {
  const settings = readSettings([], {}, tempFolder());
  expect(() => Object.assign(settings, { port: 1 })).toThrow(TypeError);
});

test.each([
  [['--port', '80'], {}, 'port: must be 0 or from 1024 to 65535'],
  [[], { VERMILION_PORT: 'many' }, 'port: must be 0 or from 1024 to 65535'],
  [['--locale', 'fr'], {}, 'locale:'],
  [['--kiosk', 'no'], {}, 'kiosk:'],
  [[], { VERMILION_COMPANION: 'both' }, 'companion:'],
  [['--hq', 'http://hq.example.com'], {}, 'hq.address: must be an address such as https'],
  [['--hq', 'somewhere'], {}, 'hq.address: must be'],
  [[], { VERMILION_HQ: 'https://user:secret@hq.example.com' }, 'hq.address: must be'],
  [
    [],
    { VERMILION_HQ: 'https://hq.example.com', VERMILION_HQ_CODE: 'short' },
    "hq.code: must be the code of HQ's",
  ],
  [['--time-zone', 'Mars/Olympus'], {}, 'timeZone: must be a time zone such as'],
  [['--lan', '127.0.0.1'], {}, "lan: must be this machine's IPv4 address in the local network"],
  [['--lan', '8.8.8.8'], {}, "lan: must be this machine's IPv4 address in the local network"],
  [['--lan', '10.999.1.1'], {}, "lan: must be this machine's IPv4 address in the local network"],
  [[], { VERMILION_LAN: '0.0.0.0' }, "lan: must be this machine's IPv4 address in the local network"],
  [
    [],
    { VERMILION_HQ: 'https://hq.example.com', VERMILION_HQ_PHONES: 'http://phones.example.com' },
    'hq.phones: must be https',
  ],
])('%j with %j is refused naming the key', (flags, environment, complaint) => {
  const read = () => readSettings(flags, environment, tempFolder());
  expect(read).toThrow(expect.objectContaining({ code: 'settings-invalid' }));
  expect(read).toThrow(complaint);
});

test.each([
  ['{"port": "4460"}', 'port: must be'],
  ['{"prot": 4460}', 'line 1, prot: is not a key'],
  ['{"hq": true}', 'hq: must be "none", "embedded" or an address'],
  ['{"visits": {"startOn": "smile"}}', 'visits.startOn:'],
  ['{"visits": {"ba": "Somebody Named"}}', 'visits.ba: must be small letters'],
  ['{"timeZone": "Shanghai"}', 'timeZone: must be a time zone'],
  ['{"faceBundle": {"path": "a.task", "sha256": "12"}}', 'faceBundle.sha256: must be 64'],
])('the file %s is refused naming the key', (text, complaint) => {
  const folder = tempFolder({ 'vermilion.json': text });
  expect(() => readSettings([], {}, folder)).toThrow(complaint);
});

test('a file that is named must be there', () => {
  expect(() => readSettings(['--settings', 'nowhere.json'], {}, tempFolder())).toThrow('nowhere.json');
});

test('an unknown flag is answered with the flags there are', () => {
  expect(() => readSettings(['--prot', '1'], {}, tempFolder())).toThrow(
    'The flags are --settings, --data, --port, --chromium, --catalogue, --locale, --kiosk, --companion, --hq, --time-zone, --counts, --lan, each with a value.',
  );
});
