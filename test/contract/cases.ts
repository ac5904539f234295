/** What page and service promise each other, as cases that each transport must pass: a test file names the transport and calls this. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createORPCClient, type ORPCError } from '@orpc/client';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { type CodeView, NO_CODE } from '../../main/contract/code-view.ts';
import type { Intent } from '../../main/contract/intents.ts';
import { applyIntent, emptySession } from '../../main/contract/session.ts';
import { type Service, startService } from '../../main/service.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import {
  anyWish,
  type Client,
  type Connect,
  catalogue,
  cleared,
  follow,
  intent,
  PLUM,
  RED,
  recordedIn,
  recordVisit,
  report,
  shown,
  today,
  until,
  WORN,
  wear,
} from './page.ts';

export function runContractCases(connect: Connect): void {
  interface Stage {
    folder: string;
    service: Service;
    client: Client;
    said: string[];
  }

  function start(folder: string, said: string[] = []): Service {
    const service = startService({
      args: ['--data', 'data', '--catalogue', 'brand.json', '--time-zone', 'Asia/Shanghai'],
      environment: {},
      folder,
      say: (sentence) => said.push(sentence),
    });
    onTestFinished(() => service.stop());
    return service;
  }

  async function clientOf(service: Service): Promise<Client> {
    const { link, close } = await connect(service);
    onTestFinished(close);
    return createORPCClient(link);
  }

  async function stage(): Promise<Stage> {
    const folder = tempFolder({
      'brand.json': JSON.stringify(catalogue),
      'vermilion.json': '{"locale": "en"}',
    });
    const said: string[] = [];
    const service = start(folder, said);
    return { folder, service, client: await clientOf(service), said };
  }

  test('a live query answers at once with what holds now', async () => {
    const { client } = await stage();
    expect(await (await follow(client.catalogue()))()).toEqual(catalogue);
    expect(await (await follow(client.settings()))()).toEqual({
      locale: 'en',
      camera: { resolution: '1280x720', rotation: 0 },
      companion: false,
    });
    const session = await (await follow(client.session()))();
    expect(session).toEqual(emptySession(session.visit));
  });

  test('an intent is acted on once, and every page is told', async () => {
    const { client, service } = await stage();
    const next = await follow((await clientOf(service)).session());
    const { visit } = await next();
    const first = wear(visit, RED);
    expect(await client.send(first)).toEqual({ id: first.id, outcome: 'applied' });
    expect(await next()).toMatchObject({ sku: RED, intensity: 0.8 });
    await client.send(wear(visit, PLUM));
    expect(await client.send(first)).toEqual({ id: first.id, outcome: 'repeated' });
    expect(await (await follow(client.session()))()).toMatchObject({ sku: PLUM });
  });

  test('"forget me" begins another visit; what was meant for the last one comes late', async () => {
    const { client } = await stage();
    const next = await follow(client.session());
    const { visit } = await next();
    await client.send(intent(visit, { type: 'shade.favourite', sku: RED, isFavourite: true }));
    const nextVisit = crypto.randomUUID();
    await client.send(intent(visit, { type: 'visit.forget', nextVisit }));
    expect(await until(next, (session) => session.visit === nextVisit)).toEqual(cleared(nextVisit));
    expect(await client.send(wear(visit, RED))).toMatchObject({ outcome: 'late' });
    expect(await (await follow(client.session()))()).toEqual(cleared(nextVisit));
  });

  test('each of two wears her own shade; their hearts are one list, and both are forgotten together', async () => {
    const { client } = await stage();
    const next = await follow(client.session());
    const { visit } = await next();
    await client.send(wear(visit, RED));
    await client.send(intent(visit, { ...WORN, sku: PLUM, intensity: 0.4, wearer: 'companion' }));
    await client.send(intent(visit, { type: 'shade.favourite', sku: PLUM, isFavourite: true }));
    expect(await until(next, ({ favourites }) => favourites.length > 0)).toEqual({
      visit,
      phase: 'trying',
      sku: RED,
      intensity: 0.8,
      companion: { sku: PLUM, intensity: 0.4 },
      favourites: [PLUM],
    });
    await client.send(intent(visit, { ...WORN, sku: PLUM, wearer: 'shopper' }));
    expect(await until(next, ({ sku }) => sku === PLUM)).toMatchObject({ companion: { intensity: 0.4 } });
    await client.send(intent(visit, { type: 'companion.forget' }));
    expect(await until(next, ({ companion }) => companion.sku === null)).toMatchObject({ sku: PLUM });
    const nextVisit = crypto.randomUUID();
    await client.send(intent(visit, { type: 'visit.forget', nextVisit }));
    expect(await until(next, (session) => session.visit === nextVisit)).toEqual(cleared(nextVisit));
    expect(await (await follow(client.session()))()).toEqual(cleared(nextVisit));
  });

  test('a shade that the catalogue does not have is refused by name', async () => {
    const { client } = await stage();
    const { visit } = await (await follow(client.session()))();
    const refusal = await client
      .send(wear(visit, 'VA-X99'))
      .catch((error: ORPCError<string, unknown>) => error);
    expect(refusal).toMatchObject({ code: 'UNKNOWN_SHADE', status: 422, data: { sku: 'VA-X99' } });
  });

  test.each<[string, (good: Intent) => unknown]>([
    ['no UUID', (good) => ({ ...good, id: '1' })],
    ['an unknown type', (good) => ({ ...good, type: 'visit.own' })],
    ['intensity above 1', (good) => ({ ...good, intensity: 1.5 })],
    ['a key that nobody knows', (good) => ({ ...good, name: 'somebody' })],
    ['a wearer whom nobody knows', (good) => ({ ...good, wearer: 'everybody' })],
    ['nothing at all', () => undefined],
  ])('an intent with %s is refused and changes nothing', async (_what, spoil) => {
    const { client } = await stage();
    const { visit } = await (await follow(client.session()))();
    const refusal = await client.send(spoil(wear(visit, RED)) as Intent).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST', status: 400 });
    expect(await (await follow(client.session()))()).toEqual(emptySession(visit));
  });

  test('what was answered is there after the service was started again, and still known as repeated', async () => {
    const { client, folder, service } = await stage();
    const { visit } = await (await follow(client.session()))();
    const worn = wear(visit, RED);
    await client.send(worn);
    await client.send(intent(visit, { ...WORN, sku: PLUM, wearer: 'companion' }));
    await client.send(intent(visit, { type: 'shade.favourite', sku: PLUM, isFavourite: true }));
    await service.stop();
    const again = await clientOf(start(folder));
    expect(await (await follow(again.session()))()).toEqual({
      visit,
      phase: 'trying',
      sku: RED,
      intensity: 0.8,
      companion: { sku: PLUM, intensity: 0.8 },
      favourites: [PLUM],
    });
    expect(await again.send(worn)).toMatchObject({ outcome: 'repeated' });
  });

  test('however often intents come, and old ones after newer ones, each counts once', async () => {
    const { client } = await stage();
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyWish, { maxLength: 6 }),
        fc.infiniteStream(fc.nat(3)),
        fc.infiniteStream(fc.nat()),
        async (wishes, repeats, order) => {
          const before = await (await follow(client.session()))();
          const intents = wishes.map((each) => intent(before.visit, each));
          for (const each of intents) {
            for (let times = repeats.next().value ?? 0; times >= 0; times--) await client.send(each);
          }
          const after = await (await follow(client.session()))();
          const draws = new Map(intents.map((each) => [each, order.next().value]));
          const shuffled = intents.toSorted((one, other) => draws.get(one) - draws.get(other));
          for (const each of shuffled) {
            expect(await client.send(each)).toMatchObject({ outcome: 'repeated' });
            expect(await (await follow(client.session()))()).toEqual(after);
          }
          expect(await (await follow(client.session()))()).toEqual({
            ...intents.reduce(applyIntent, before),
            phase: intents.length > 0 ? 'trying' : before.phase,
          });
        },
      ),
      { numRuns: 15 },
    );
  });

  test('a catalogue that is changed while the mirror runs is followed; a bad one is refused with key and line', async () => {
    const { client, folder, said } = await stage();
    const next = await follow(client.catalogue());
    await next();
    const brand = { ...catalogue, brand: { ...catalogue.brand, en: 'Renamed' } };
    const write = (content: unknown) =>
      writeFileSync(join(folder, 'brand.json'), JSON.stringify(content, null, 2));
    write(brand);
    expect((await next()).brand.en).toBe('Renamed');

    write({ ...brand, shades: [{ ...brand.shades[0], swatch: 'red' }] });
    await expect.poll(async () => (await client.health()).problems, { timeout: 5000 }).toHaveLength(1);
    const { problems } = await client.health();
    expect(problems[0]).toMatchObject({ file: 'catalogue' });
    expect(problems[0]?.sentence).toMatch(/line \d+, shades\[0\]\.swatch: must be a colour/);
    expect(said.at(-1)).toBe(problems[0]?.sentence);
    expect(await (await follow(client.catalogue()))()).toEqual(brand);

    write(catalogue);
    expect((await next()).brand.en).toBe(catalogue.brand.en);
    expect((await client.health()).problems).toEqual([]);
  });

  test('settings that the page can follow are followed; others are named as waiting for the next start', async () => {
    const { client, folder, said } = await stage();
    const next = await follow(client.settings());
    await next();
    writeFileSync(
      join(folder, 'vermilion.json'),
      '{"locale": "zh-CN", "port": 5000, "companion": true, "camera": {"name": "C920", "rotation": 90}}',
    );
    expect(await next()).toEqual({
      locale: 'zh-CN',
      camera: { name: 'C920', resolution: '1280x720', rotation: 90 },
      companion: true,
    });
    expect(said.join()).toContain('hold from the next start on: port.');
  });

  test('the page tells how it is, and health and metrics know', async () => {
    const { client, service } = await stage();
    expect((await client.health()).page).toBeNull();
    const { boot } = await client.report(report);
    expect(await client.health()).toMatchObject({ boot, page: report });
    const metrics = await service.metrics();
    expect(metrics).toContain('vermilion_camera_state{state="frozen"} 1');
    expect(metrics).toContain('vermilion_camera_state{state="live"} 0');
    expect(metrics).toContain('vermilion_camera_frame_age_seconds 2.4');
    expect(metrics).toContain('vermilion_light{reading="backlit"} 1');
    expect(metrics).toContain('vermilion_light{reading="good"} 0');
  });

  test('a slice of wearing counts once, however often it is sent, over a restart as well', async () => {
    const { client, service, folder } = await stage();
    const next = await follow(client.session());
    const { visit } = await next();
    await client.send(wear(visit, RED));
    const slice = shown(visit, RED, 4000);
    expect(await client.send(slice)).toMatchObject({ outcome: 'applied' });
    expect(await client.send(slice)).toMatchObject({ outcome: 'repeated' });
    await service.stop();
    const restarted = start(folder);
    const again = await clientOf(restarted);
    expect(await again.send(slice)).toMatchObject({ outcome: 'repeated' });
    await again.send(intent(visit, { type: 'visit.forget', nextVisit: crypto.randomUUID() }));
    await restarted.stop();
    const worn = recordedIn(folder).filter(({ type }) => type === 'shade.worn');
    expect(worn.map(({ body }) => JSON.parse(body))).toMatchObject([{ sku: RED, dwellMs: 4000 }]);
  });

  test('a code comes for a tap, to every page, is there after a restart and goes with her visit', async () => {
    const { client, folder, service } = await stage();
    const next = await follow((await clientOf(service)).code());
    expect(await next()).toEqual(NO_CODE);
    const { visit } = await (await follow(client.session()))();
    await client.send(wear(visit, RED));
    // Neither HQ nor another carrier is named.
    await client.send(intent(visit, { type: 'code.show' }));
    expect(await until(next, ({ kind }) => kind !== 'none')).toEqual({ kind: 'unavailable', skus: [RED] });
    const line = '{"carriers": [{"kind": "line", "liffId": "1234567890-AbcdEfgh"}]}';
    writeFileSync(join(folder, 'vermilion.json'), `{"locale": "zh-CN", "codes": ${line}}`);
    await until(await follow(client.settings()), ({ locale }) => locale === 'zh-CN');
    const show = intent(visit, { type: 'code.show' });
    expect(await client.send(show)).toMatchObject({ outcome: 'applied' });
    expect(await client.send(show)).toMatchObject({ outcome: 'repeated' });
    const code = await until(next, ({ kind }) => kind === 'shown');
    expect(code).toMatchObject({ carrier: 'line', skus: [RED], advisor: null, isLocalOnly: false });
    await service.stop();
    const restarted = start(folder);
    const again = await clientOf(restarted);
    const later = await follow(again.code());
    const { shownAtMs: _, expiresAtMs: __, ...same } = code as Extract<CodeView, { kind: 'shown' }>;
    expect(await later()).toMatchObject(same);
    await again.send(intent(visit, { type: 'code.hide' }));
    expect(await until(later, ({ kind }) => kind === 'none')).toEqual(NO_CODE);
    await again.send(intent(visit, { type: 'code.show' }));
    // She went back and forth within its time: it is the same one.
    expect(await until(later, ({ kind }) => kind === 'shown')).toMatchObject(same);
    await again.send(intent(visit, { type: 'visit.forget', nextVisit: crypto.randomUUID() }));
    expect(await until(later, ({ kind }) => kind === 'none')).toEqual(NO_CODE);
    await restarted.stop();
    expect(recordedIn(folder).filter(({ type }) => type === 'code.shown')).toHaveLength(1);
  });

  test('the funnel tells what became of the visits of a day', async () => {
    const { client, service, folder } = await stage();
    expect((await client.funnel(today())).total).toMatchObject({ passers: null, visits: 0, tryonRate: null });
    await service.stop();
    recordVisit(folder);
    const report = await (await clientOf(start(folder))).funnel(today());
    expect(report).toMatchObject({ ...today(), timeZone: 'Asia/Shanghai' });
    expect(report.total).toMatchObject({ visits: 1, tryons: 1, codes: 0, claims: 0, joins: 0, tryonRate: 1 });
    expect(report.byShade).toMatchObject([{ sku: RED, worn: 1, dwellMs: 4000 }]);
  });

  test('a query that is none is refused', async () => {
    const { client } = await stage();
    const refusal = await client.funnel({ ...today(), from: 'yesterday' }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST', status: 400 });
  });

  test('health tells of the store and of the way to HQ', async () => {
    const { client } = await stage();
    const { visit } = await (await follow(client.session()))();
    expect((await client.health()).store).toMatchObject({ quarantined: 0, lost: 0 });
    await client.send(wear(visit, RED));
    const { store, sync } = await client.health();
    expect(store.pending).toBeGreaterThanOrEqual(1);
    expect(store.oldestPendingMs).toBeGreaterThanOrEqual(0);
    expect(sync).toMatchObject({ state: 'unset', store: null, mirror: null });
  });
}
