import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { enrolReplySchema, WIRE_PATHS } from '../../main/contract/wire.ts';
import { startEmbeddedHq } from '../../main/headless/embedded-hq.ts';
import { newIdentity, writeIdentity } from '../../main/sync/identity.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

test('the embedded HQ keeps its address, and gives a code only to a mirror it does not know', async () => {
  const dataFolder = tempFolder();
  const identityPath = join(dataFolder, 'identity.json');
  const said: string[] = [];
  const start = () =>
    startEmbeddedHq({
      dataFolder,
      identityPath,
      timeZone: 'Asia/Shanghai',
      say: (sentence) => said.push(sentence),
    });
  const first = await start();
  expect(said.join('\n')).toMatch(/one-time password/);
  const code = first?.code ?? '';
  const reply = await fetch(new URL(WIRE_PATHS.enrol, first?.address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  const enrolment = enrolReplySchema.parse(await reply.json());
  expect(enrolment).toMatchObject({ store: 'sample-store', mirror: 'mirror-1' });
  writeIdentity(identityPath, newIdentity(enrolment, first?.address ?? '', code));
  await first?.stop();
  const again = await start();
  expect(again).toMatchObject({ address: first?.address });
  expect(again).not.toHaveProperty('code');
  await again?.stop();
});

/** Another address of this machine than HQ's own; `lan` of the settings admits none of loopback. */
const OTHER = '127.0.0.2';

test('phones see the landing page alone, under an address of its own that stays over a restart', async () => {
  const dataFolder = tempFolder();
  const said: string[] = [];
  const options = { dataFolder, identityPath: join(dataFolder, 'identity.json'), timeZone: 'UTC' };
  const start = () => startEmbeddedHq({ ...options, lan: OTHER, say: (sentence) => said.push(sentence) });
  const first = await start();
  expect(first?.phones).toBe(first?.address.replace('127.0.0.1', OTHER));
  expect(said.join('\n')).toContain(`Phones in the local network reach its landing page at ${first?.phones}`);
  const statusOf = async (path: string) => (await fetch(`${first?.phones}${path}`)).status;
  expect(await statusOf('/consent/membership')).toBe(200);
  for (const path of [
    '/',
    '/sign-in',
    '/fleet',
    '/health',
    '/metrics',
    '/openapi.json',
    '/v1/mirrors/mirror-1/inbox',
  ])
    expect([path, await statusOf(path)]).toEqual([path, 404]);
  await first?.stop();
  await expect(fetch(`${first?.phones}/consent/membership`)).rejects.toThrow();
  const again = await start();
  expect(again?.phones).toBe(first?.phones);
  await again?.stop();
});

test('an address that is none of this machine keeps nothing but phones away', async () => {
  const dataFolder = tempFolder();
  const said: string[] = [];
  const options = { dataFolder, identityPath: join(dataFolder, 'identity.json'), timeZone: 'UTC' };
  const hq = await startEmbeddedHq({
    ...options,
    lan: '10.255.255.254',
    say: (sentence) => said.push(sentence),
  });
  expect(hq?.address).toMatch(/^http:/);
  expect(hq).not.toHaveProperty('phones');
  expect(said.join('\n')).toContain('must be an address of this machine, and 10.255.255.254 is none');
  await hq?.stop();
});

test('settings in the folder of the embedded HQ are used, and bad ones are told with their key', async () => {
  const dataFolder = tempFolder({ 'hq/settings.json': '{"credit": {"known": "mine"}}' });
  const said: string[] = [];
  const options = { dataFolder, identityPath: join(dataFolder, 'identity.json'), timeZone: 'UTC' };
  const start = () => startEmbeddedHq({ ...options, say: (sentence) => said.push(sentence) });
  expect(await start()).toBeUndefined();
  expect(said.join('\n')).toContain('credit.known: ');
  const settings = { whatsapp: { appSecret: 'secret', verifyToken: 'verify-me' } };
  writeFileSync(join(dataFolder, 'hq/settings.json'), JSON.stringify(settings));
  const hq = await start();
  const handshake = 'hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=4711';
  const answer = await fetch(`${hq?.address}/hooks/whatsapp?${handshake}`);
  expect(await answer.text()).toBe('4711');
  await hq?.stop();
});

test('an embedded HQ that cannot start is told, and fails nobody', async () => {
  const dataFolder = tempFolder();
  writeFileSync(join(dataFolder, 'hq'), 'in the way');
  const said: string[] = [];
  const options = { dataFolder, identityPath: join(dataFolder, 'none'), timeZone: 'UTC' };
  expect(await startEmbeddedHq({ ...options, say: (sentence) => said.push(sentence) })).toBeUndefined();
  expect(said).toEqual([expect.stringMatching(/^The mirror's own HQ did not start/)]);
});
