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

test('an embedded HQ that cannot start is told, and fails nobody', async () => {
  const dataFolder = tempFolder();
  writeFileSync(join(dataFolder, 'hq'), 'in the way');
  const said: string[] = [];
  const options = { dataFolder, identityPath: join(dataFolder, 'none'), timeZone: 'UTC' };
  expect(await startEmbeddedHq({ ...options, say: (sentence) => said.push(sentence) })).toBeUndefined();
  expect(said).toEqual([expect.stringMatching(/^The mirror's own HQ did not start/)]);
});
