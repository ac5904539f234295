/**
 * From try-on to contact as it happens at a counter: a shade on camera frames, the code read from a picture of the mirror, a
 * phone or a platform's callback, consent, and the mirror's own thank-you; then mirror and HQ agree, and who won her is
 * credited. By the landing page, by WeCom, and with the mirror offline while she scans.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { hqSettingsSchema } from '../../hq/settings/hq-settings.ts';
import { startFaultProxy } from '../fakes/fault-proxy.ts';
import type { ApiDouble } from '../fakes/platforms/api-double.ts';
import { sealedCall, xmlOf } from '../fakes/platforms/sealed-calls.ts';
import { openWecomApi, SEND_WELCOME } from '../fakes/platforms/wecom-api.ts';
import { ledgerOf } from '../unit/hq/claims/claims-fixture.ts';
import {
  ADVISOR,
  type Counter,
  hqFunnel,
  joinOn,
  leave,
  openCounter,
  openHq,
  openPhone,
  PATIENCE_MS,
  pageOf,
  query,
  takeHome,
  untilFunnel,
} from './counter.ts';
import { openHqFolder } from './hq-folder.ts';
import { killMirror } from './start-process.ts';

const LONG = { timeout: 5 * PATIENCE_MS };
/** Whom nobody is called. */
const NAME = 'Zinnober-Gast';
/** Of her telephone; in whatever way a number is written, these signs are in it. */
const DIGITS = '13800138000';
const SHADE = 'VA-S05';
const SHADE_NAME = 'Lacquer Red';
const STORE_CREDIT = {
  credit_store_id: 'sample-store',
  credit_dealer_id: 'sample-dealer',
  credit_ba: ADVISOR,
};
const ONE_JOINED = { visits: 1, tryons: 1, codes: 1, claims: 1, joins: 1 };

/** By itself: nobody touches the mirror. */
const thanked = (glass: Page): Promise<void> =>
  glass.locator('section[data-kind=thanks]').waitFor({ timeout: PATIENCE_MS });

/** Everything that the mirror has written down, as it lies on the disk. */
function everyFile(folder: string): { path: string; bytes: Buffer }[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return paths.filter((path) => statSync(path).isFile()).map((path) => ({ path, bytes: readFileSync(path) }));
}

/** What the mirror's own statistics say. */
const mirrorFunnel = (counter: Counter) => pageOf(counter, ({ client }) => client.funnel(query));

test('by the landing page of the HQ that the mirror brings along', LONG, async () => {
  const counter = await openCounter({});
  const payload = await takeHome(counter, SHADE);
  expect(payload).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/t\/1[\w-]{28}$/);
  const phone = await openPhone(counter.browser, payload);
  await phone.getByText(SHADE_NAME).first().waitFor();
  await joinOn(phone, NAME, `+86 ${DIGITS}`);
  await thanked(counter.glass);
  expect(await counter.glass.getByRole('img', { name: /^QR code/ }).count()).toBe(0);
  await leave(counter);
  await expect
    .poll(async () => (await mirrorFunnel(counter)).total, { timeout: PATIENCE_MS })
    .toMatchObject(ONE_JOINED);
  const own = await mirrorFunnel(counter);
  const pending = () => pageOf(counter, async ({ client }) => (await client.health()).store.pending);
  await expect.poll(pending, { timeout: PATIENCE_MS }).toBe(0);
  await killMirror(counter.mirror);

  const hq = await openHqFolder(join(counter.folder, 'data/hq'));
  try {
    expect(await hqFunnel(hq)).toEqual(own);
    expect(await ledgerOf(hq.db)).toMatchObject([{ outcome: 'first-touch', ...STORE_CREDIT }]);
    const contact = await hq.db.selectFrom('contacts').selectAll().executeTakeFirstOrThrow();
    expect(contact).toMatchObject({ nickname: NAME, phone: `+86${DIGITS}` });
    const known = [NAME, DIGITS, contact.contact_id, contact.manage_hash ?? ''];
    const files = everyFile(join(counter.folder, 'data')).filter(({ path }) => !path.includes('/data/hq/'));
    expect(files.some(({ path }) => path.endsWith('store.db'))).toBe(true);
    for (const { path, bytes } of files)
      for (const word of known) expect(bytes.includes(word), path).toBe(false);
    const logs = files.filter(({ path }) => path.includes('/logs/'));
    expect(logs.length).toBeGreaterThan(0);
    for (const { path, bytes } of logs) expect(bytes.includes(payload.slice(-29)), path).toBe(false);
  } finally {
    await hq.stop();
  }
});

/** One that nobody has taken yet. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The text that she was welcomed with. */
function welcomeIn({ asked }: ApiDouble): string | undefined {
  const call = asked.find(({ path }) => path === SEND_WELCOME);
  return call && (call.body as { text: { content: string } }).text.content;
}

test('by WeCom: a friend is added, welcomed with a link of her own, and joins by it', LONG, async () => {
  const api = await openWecomApi();
  onTestFinished(() => api.close());
  const port = await freePort();
  const publicAddress = `http://127.0.0.1:${port}`;
  const seal = {
    token: 'callback-token',
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    receiver: 'ww0123',
  };
  const wecom = {
    corpId: seal.receiver,
    token: seal.token,
    encodingAesKey: seal.encodingAesKey,
    secret: 's',
    apiAddress: api.address,
  };
  const hq = await openHq({ port, settings: hqSettingsSchema.parse({ publicAddress, wecom }) });
  const link = 'https://work.weixin.qq.com/ca/cawcde0123456789';
  const counter = await openCounter({
    hq: { address: hq.address, code: hq.code },
    codes: { carriers: [{ kind: 'wecom-link', link }] },
  });
  const payload = await takeHome(counter, SHADE);
  const token = new URL(payload).searchParams.get('customer_channel') ?? '';
  expect(payload).toBe(`${link}?customer_channel=${token}`);

  const event = {
    ToUserName: seal.receiver,
    FromUserName: 'sys',
    CreateTime: Math.floor(Date.now() / 1000),
    MsgType: 'event',
    Event: 'change_external_contact',
    ChangeType: 'add_external_contact',
    UserID: 'advisor-a',
    ExternalUserID: 'woAJ2GCAAAXtWyujaWJHDDGi0mAAAA',
    State: token,
    WelcomeCode: 'WELCOME_1',
  };
  const call = sealedCall(xmlOf(event), seal, Date.now());
  const hook = `${hq.address}/hooks/wecom?${new URLSearchParams(call.query)}`;
  const answer = await fetch(hook, {
    method: 'POST',
    body: call.payload,
    headers: { 'content-type': 'text/xml' },
  });
  expect([answer.status, await answer.text()]).toEqual([200, 'success']);
  await thanked(counter.glass);

  await expect.poll(() => welcomeIn(api), { timeout: PATIENCE_MS }).toBeDefined();
  const phone = await openPhone(counter.browser, /https?:\S+/.exec(welcomeIn(api) ?? '')?.[0] ?? '');
  await phone.getByText(SHADE_NAME).first().waitFor();
  await joinOn(phone, NAME);
  await leave(counter);
  await untilFunnel(hq, ONE_JOINED);
  expect(await mirrorFunnel(counter)).toEqual(await hqFunnel(hq));
  expect(await ledgerOf(hq.db)).toMatchObject([
    { outcome: 'first-touch', carrier: 'wecom-link', ...STORE_CREDIT },
  ]);
});

test('with the mirror offline while she scans: pending, then credited', LONG, async () => {
  const hq = await openHq();
  const proxy = await startFaultProxy(Number(new URL(hq.address).port));
  onTestFinished(() => proxy.stop());
  const codes = { carriers: [{ kind: 'link', address: hq.address }] };
  const counter = await openCounter({ hq: { address: proxy.address, code: hq.code }, codes });
  // The key that HQ gave stands in the inbox; what is minted with either key is good.
  proxy.fault = { kind: 'refused' };

  const phone = await openPhone(counter.browser, await takeHome(counter, SHADE));
  await phone.getByText('on their way').first().waitFor();
  expect(await phone.getByText(SHADE_NAME).count()).toBe(0);
  await joinOn(phone, NAME);
  expect(await ledgerOf(hq.db)).toMatchObject([{ outcome: 'pending', credit_store_id: null }]);
  expect(await counter.glass.locator('section[data-kind=shown]').count()).toBe(1);

  proxy.fault = { kind: 'none' };
  await thanked(counter.glass);
  await expect
    .poll(() => ledgerOf(hq.db), { timeout: PATIENCE_MS })
    .toMatchObject([{ outcome: 'first-touch', version: 2, ...STORE_CREDIT }]);
  await phone.reload();
  await phone.getByText(SHADE_NAME).first().waitFor();
  await leave(counter);
  await untilFunnel(hq, ONE_JOINED);
  expect(await mirrorFunnel(counter)).toEqual(await hqFunnel(hq));
});
