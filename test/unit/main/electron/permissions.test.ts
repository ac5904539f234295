/** Which wishes of a page are granted: the camera for the mirror's own page, and no other, whatever asks. */
import { expect, test } from 'vitest';
import {
  type GuardedSession,
  guardPermissions,
  isCheckAllowed,
  isRequestAllowed,
} from '../../../../main/electron/permissions.ts';

const MIRROR = 'app://mirror/';
const mirror = { isMainFrame: true, requestingUrl: MIRROR, securityOrigin: MIRROR };

test('the mirror gets its camera', () => {
  expect(isRequestAllowed('media', { ...mirror, mediaTypes: ['video'] })).toBe(true);
  expect(isCheckAllowed('media', MIRROR, { ...mirror, mediaType: 'video' })).toBe(true);
});

test('a check that names no media type, as Electron makes while it opens the camera, is no refusal', () => {
  expect(isCheckAllowed('media', MIRROR, mirror)).toBe(true);
});

test('sound is refused, alone and beside the picture', () => {
  for (const mediaTypes of [['audio'], ['video', 'audio'], [], undefined]) {
    expect(isRequestAllowed('media', { ...mirror, mediaTypes })).toBe(false);
  }
  for (const mediaType of ['audio', 'unknown']) {
    expect(isCheckAllowed('media', MIRROR, { ...mirror, mediaType })).toBe(false);
  }
});

test.each([
  ['another site', { requestingUrl: 'https://example.com/', securityOrigin: 'https://example.com' }],
  ['another host of the scheme', { requestingUrl: 'app://mirror.example/', securityOrigin: undefined }],
  ['a name that only begins like it', { requestingUrl: 'app://mirror@example.com/' }],
  ['a port of it', { requestingUrl: 'app://mirror:1/' }],
  ['a file', { requestingUrl: 'file:///app/mirror/index.html' }],
  ['a page of another site that says it is the mirror', { securityOrigin: 'https://example.com' }],
  ['a frame inside the mirror', { isMainFrame: false }],
  ['nobody that can be named', { requestingUrl: undefined, securityOrigin: undefined }],
  ['what is no address', { requestingUrl: 'mirror', securityOrigin: '' }],
])('%s gets no camera', (_who, changes) => {
  const asker = { ...mirror, ...changes };
  expect(isRequestAllowed('media', { ...asker, mediaTypes: ['video'] })).toBe(false);
  expect(isCheckAllowed('media', MIRROR, { ...asker, mediaType: 'video' })).toBe(false);
});

test('a check from another origin is refused even when its details name the mirror', () => {
  expect(isCheckAllowed('media', 'https://example.com/', { ...mirror, mediaType: 'video' })).toBe(false);
});

test.each([
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'hid',
  'idle-detection',
  'keyboardLock',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'openExternal',
  'pointerLock',
  'serial',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'unknown',
  'usb',
  'window-management',
])('%s is refused to the mirror itself', (permission) => {
  expect(isRequestAllowed(permission, { ...mirror, mediaTypes: ['video'] })).toBe(false);
  expect(isCheckAllowed(permission, MIRROR, { ...mirror, mediaType: 'video' })).toBe(false);
});

test('a session asks these decisions, refuses every device and captures no screen', () => {
  const installed: Record<string, unknown> = {};
  const install = (name: string) => (handler: unknown) => {
    installed[name] = handler;
  };
  guardPermissions({
    setPermissionRequestHandler: install('request'),
    setPermissionCheckHandler: install('check'),
    setDevicePermissionHandler: install('device'),
    setDisplayMediaRequestHandler: install('display'),
  } as unknown as GuardedSession);
  const { request, check, device, display } = installed as Record<string, (...args: unknown[]) => unknown>;
  const answers: unknown[] = [];
  const details = { ...mirror, mediaTypes: ['video'] };
  request?.(null, 'media', (granted: unknown) => answers.push(granted), details);
  request?.(null, 'geolocation', (granted: unknown) => answers.push(granted), details);
  answers.push(check?.(null, 'media', MIRROR, { ...mirror, mediaType: 'video' }));
  answers.push(check?.(null, 'media', 'https://example.com/', { ...mirror, mediaType: 'video' }));
  answers.push(device?.({ deviceType: 'serial', origin: MIRROR }));
  expect(answers).toEqual([true, false, true, false, false]);
  expect(display).toBeNull();
});
