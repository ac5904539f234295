import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csrfOf } from '../../../../hq/accounts/sessions.ts';
import { MAX_PHOTO_BYTES } from '../../../../hq/advisors/photo.ts';
import { createCode, enrol } from '../../../../hq/enrolment/codes.ts';
import { importRegistry } from '../../../../hq/registry/import.ts';
import type { AdvisorCard } from '../../../../main/contract/code-view.ts';
import { deedsIn, openPages, SLOW_START_MS, type TestPages, type Who } from './pages-fixture.ts';

let pages: TestPages;

beforeAll(async () => {
  pages = await openPages();
}, SLOW_START_MS);
afterAll(() => pages?.close());

interface Sent {
  photo?: Uint8Array | string;
  fields?: Record<string, string>;
}

/** As a browser sends the form: without a chosen file an empty one. */
async function save(who: Who, path: string, { photo = '', fields = {} }: Sent) {
  const form = new FormData();
  const token = pages.tokens[who];
  for (const [name, value] of Object.entries({ csrf: csrfOf(token), ...fields })) form.set(name, value);
  const part = typeof photo === 'string' ? photo : new Uint8Array(photo);
  form.set('photo', new Blob([part]), part.length === 0 ? '' : 'photo.jpg');
  const body = new Response(form);
  const headers = {
    cookie: `vermilion-hq-session=${token}; vermilion-hq-language=en`,
    'content-type': body.headers.get('content-type') ?? '',
  };
  const payload = Buffer.from(await body.arrayBuffer());
  return pages.app.inject({ method: 'POST', url: `/advisors/${path}`, headers, payload });
}

async function cardsTold(mirror: string): Promise<AdvisorCard[][]> {
  const rows = await pages.db
    .selectFrom('inbox')
    .select('body')
    .where('mirror_id', '=', mirror)
    .where('kind', '=', 'advisors')
    .orderBy('cursor')
    .execute();
  return rows.map(({ body }) => JSON.parse(body));
}

/** Upright: red above, blue below. */
const tall = () =>
  sharp({ create: { width: 300, height: 600, channels: 3, background: '#0000ff' } }).composite([
    { input: { create: { width: 300, height: 300, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
  ]);
const colourOf = async (jpeg: Buffer) => {
  const { channels } = await sharp(jpeg).stats();
  return channels.map(({ mean }) => Math.round(mean / 64));
};

describe('a card', () => {
  test('with lines and a photo goes to the mirrors of the store, with the names of all its advisors', async () => {
    await importRegistry(
      pages.db,
      `kind,id,name,store
mirror,own-2,Second mirror,own
advisor,ba-second,Second advisor,own`,
      pages.clock.nowMs,
    );
    const photo = await tall()
      .withExif({ IFD0: { Copyright: 'where it was taken' } })
      .jpeg()
      .toBuffer();
    const fields = { 'line-zh-CN': '我帮你找到你的红。', 'line-en': ' I find your red. ' };
    const { statusCode, body } = await save('store', 'own/ba-own', { photo, fields });
    expect([statusCode, body.includes('Mirrors that are told: 2')]).toEqual([200, true]);
    for (const mirror of ['own-1', 'own-2']) {
      const [own, second, ...others] = (await cardsTold(mirror)).at(-1) ?? [];
      expect(others).toEqual([]);
      expect(second).toEqual({ id: 'ba-second', name: 'Second advisor', line: {}, photo: null });
      expect(own).toMatchObject({
        ...{ id: 'ba-own', name: 'Own advisor' },
        line: { 'zh-CN': '我帮你找到你的红。', en: 'I find your red.' },
      });
      const portrait = Buffer.from(own?.photo ?? '', 'base64');
      expect(await sharp(portrait).metadata()).toMatchObject({ format: 'jpeg', width: 240, height: 240 });
      expect((await sharp(portrait).metadata()).exif).toBeUndefined();
      expect(portrait.length).toBeLessThanOrEqual(16 * 1024);
      expect(await colourOf(portrait)).toEqual([4, 0, 0]);
    }
    expect(await cardsTold('other-1')).toHaveLength(1);
    const shown = await pages.get('store', '/advisors/own/ba-own/photo');
    expect(shown.headers['content-type']).toBe('image/jpeg');
    expect(await sharp(shown.rawPayload).metadata()).toMatchObject({ width: 240 });
    expect(await deedsIn(pages.db, 'card-changed')).toMatchObject([
      { detail: { store: 'own', ba: 'ba-own' } },
    ]);
  });

  test('without a new photo keeps the old one, until it is taken away', async () => {
    await save('hq', 'own/ba-own', { photo: await tall().png().toBuffer() });
    await save('hq', 'own/ba-own', { fields: { 'line-en': 'Another line' } });
    const latest = async () => (await cardsTold('own-1')).at(-1)?.find(({ id }) => id === 'ba-own');
    expect((await latest())?.line).toEqual({ en: 'Another line' });
    expect((await latest())?.photo).not.toBeNull();
    await save('hq', 'own/ba-own', { fields: { remove: 'on' } });
    expect(await latest()).toMatchObject({ line: {}, photo: null });
    expect((await pages.get('hq', '/advisors/own/ba-own/photo')).statusCode).toBe(404);
  });

  test('saved once more as it is tells nobody anything', async () => {
    await save('hq', 'own/ba-own', { fields: { 'line-en': 'The same' } });
    const before = await cardsTold('own-1');
    const again = await save('hq', 'own/ba-own', { fields: { 'line-en': 'The same' } });
    expect(again.body).toContain('Mirrors that are told: 0');
    expect(await cardsTold('own-1')).toEqual(before);
  });
});

describe('another store’s card', () => {
  test('is neither seen nor changed', async () => {
    await save('hq', 'other/ba-other', { photo: await tall().jpeg().toBuffer() });
    const before = await cardsTold('other-1');
    expect((await pages.get('store', '/advisors/other/ba-other/photo')).statusCode).toBe(404);
    const changed = await save('store', 'other/ba-other', { fields: { 'line-en': 'Changed', remove: 'on' } });
    expect(changed.statusCode).toBe(404);
    expect(await cardsTold('other-1')).toEqual(before);
    expect((await pages.get('hq', '/advisors/other/ba-other/photo')).statusCode).toBe(200);
  });
});

describe('a photo', () => {
  test('of a camera that hung on its side is put upright', async () => {
    const lying = await tall().rotate(270).jpeg().toBuffer();
    // 6: turn it by 90° clockwise to see it.
    const photo = await sharp(lying).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    await save('hq', 'own/ba-own', { photo });
    const card = (await cardsTold('own-1')).at(-1)?.find(({ id }) => id === 'ba-own');
    expect(await colourOf(Buffer.from(card?.photo ?? '', 'base64'))).toEqual([4, 0, 0]);
  });

  test('of pure noise fits into the message too', async () => {
    const noise = sharp(randomBytes(240 * 240 * 3), { raw: { width: 240, height: 240, channels: 3 } });
    expect((await save('hq', 'own/ba-own', { photo: await noise.png().toBuffer() })).statusCode).toBe(200);
    const card = (await cardsTold('own-1')).at(-1)?.find(({ id }) => id === 'ba-own');
    expect(Buffer.from(card?.photo ?? '', 'base64').length).toBeLessThanOrEqual(16 * 1024);
  });

  test('that is none, broken, too large or unfolds without end is refused, and the card stays as it was', async () => {
    await save('hq', 'own/ba-own', { fields: { 'line-en': 'Stays' } });
    const before = await cardsTold('own-1');
    const jpeg = await tall().jpeg().toBuffer();
    const bomb = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    for (const [photo, sentence] of [
      ['<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 'neither JPEG nor PNG'],
      [await tall().webp().toBuffer(), 'neither JPEG nor PNG'],
      [jpeg.subarray(0, 200), 'cannot be read'],
      [Buffer.concat([jpeg.subarray(0, 20), randomBytes(500)]), 'cannot be read'],
      [bomb, 'cannot be read'],
      [Buffer.concat([jpeg, Buffer.alloc(MAX_PHOTO_BYTES)]), 'over 5 MB'],
    ] as const) {
      const refused = await save('hq', 'own/ba-own', { photo, fields: { 'line-en': 'Changed' } });
      expect(refused.statusCode).toBe(422);
      expect(refused.body).toContain(sentence);
    }
    const huge = await save('hq', 'own/ba-own', { photo: Buffer.alloc(MAX_PHOTO_BYTES + 2 * 1024 * 1024) });
    expect(huge.statusCode).toBe(413);
    expect(await cardsTold('own-1')).toEqual(before);
  }, 60_000);

  test('sent where a text file is asked for, or a text where a photo is, changes nothing', async () => {
    const photo = new Uint8Array(await tall().jpeg().toBuffer());
    expect((await pages.upload('hq', '/contacts/tiers', {}, photo)).statusCode).toBe(422);
    const asText = await pages.post('hq', '/advisors/own/ba-own', { photo: 'data', 'line-en': 'x' });
    expect(asText.statusCode).toBe(422);
  });

  test('with lines that are longer than eighty characters is refused by a sentence', async () => {
    const refused = await save('hq', 'own/ba-own', { fields: { 'line-zh-CN': '红'.repeat(81) } });
    expect([refused.statusCode, refused.body.includes('80 characters at the most')]).toEqual([422, true]);
    expect((await save('hq', 'own/ba-own', { fields: { 'line-zh-CN': '红'.repeat(80) } })).statusCode).toBe(
      200,
    );
  });
});

describe('mirrors are told of a store’s advisors', () => {
  test('when the registry says that somebody came or went, and not when it says the same again', async () => {
    const { db, clock } = pages;
    const file = 'kind,id,name,store,from,to\nadvisor,ba-came,Came,other,2026-11-01,';
    await importRegistry(db, file, clock.nowMs);
    const names = async () => (await cardsTold('other-1')).map((cards) => cards.map(({ name }) => name));
    expect((await names()).at(-1)).toEqual(['Came', 'Other advisor']);
    const { length } = await names();
    await importRegistry(db, file, clock.nowMs);
    expect(await names()).toHaveLength(length);
    await importRegistry(db, `${file}2026-11-21`, clock.nowMs);
    expect((await names()).at(-1)).toEqual(['Other advisor']);
  });

  test('when they move to another store, and when they are let in', async () => {
    const { db, clock } = pages;
    await importRegistry(db, 'kind,id,name,store\nmirror,traveller,Traveller,own', clock.nowMs);
    const names = async () => (await cardsTold('traveller')).map((cards) => cards.map(({ name }) => name));
    expect(await names()).toEqual([['Own advisor', 'Second advisor']]);
    await importRegistry(
      db,
      'kind,id,name,store,from\nmirror,traveller,Traveller,other,2026-11-22',
      clock.nowMs,
    );
    expect((await names()).at(-1)).toEqual(['Other advisor']);
    await db.deleteFrom('inbox').where('mirror_id', '=', 'traveller').execute();
    await enrol(db, { code: await createCode(db, 'traveller', clock.nowMs) }, clock.nowMs);
    expect(await names()).toEqual([['Other advisor']]);
  });
});
