import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS, NOON_MS, newMirror } from '../hq-fixture.ts';
import { deedsIn, openPages, SLOW_START_MS, type TestPages } from './pages-fixture.ts';

let pages: TestPages;

beforeAll(async () => {
  pages = await openPages();
}, SLOW_START_MS);
afterAll(() => pages?.close());

const deeds = (what: string) => deedsIn(pages.db, what);

describe('every page', () => {
  test('runs nothing, frames nowhere, is kept by nobody, and takes all it needs from HQ', async () => {
    for (const url of [
      '/',
      '/fleet',
      '/fleet/own-1',
      '/funnel',
      '/operators',
      '/inbox',
      '/registry',
      '/counts',
    ]) {
      const { body, headers } = await pages.get('hq', url);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers['cache-control']).toBe('no-store');
      expect(body, url).not.toMatch(/<script|<style| style=| on\w+="|https?:\/\//);
    }
  });

  test('speaks the browser’s language, and another by choice', async () => {
    const ask = (headers: Record<string, string>) => pages.app.inject({ url: '/sign-in', headers });
    expect((await ask({ 'accept-language': 'en-GB,en;q=0.9' })).body).toContain('<html lang="en">');
    expect((await ask({ 'accept-language': 'fr' })).body).toContain('<html lang="zh-CN">');
    const chosen = await pages.app.inject({ url: '/language/en?back=/fleet' });
    expect([chosen.statusCode, chosen.headers.location]).toEqual([303, '/fleet']);
    const cookie = /vermilion-hq-language=[\w-]+/.exec(String(chosen.headers['set-cookie']))?.[0] ?? '';
    expect((await ask({ cookie, 'accept-language': 'zh' })).body).toContain('<html lang="en">');
    expect((await pages.app.inject({ url: '/language/en?back=//evil.example' })).headers.location).toBe('/');
  });

  test('writes what others named as text', async () => {
    await pages.db
      .updateTable('mirrors')
      .set({ name: '<img src=x onerror="alert(1)">' })
      .where('mirror_id', '=', 'own-1')
      .execute();
    const { body } = await pages.get('hq', '/fleet');
    expect(body).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
    expect(body).not.toContain('<img');
    await pages.db
      .updateTable('mirrors')
      .set({ name: 'Own mirror' })
      .where('mirror_id', '=', 'own-1')
      .execute();
  });

  test('serves style, mark and fonts, and nothing else of their folders', async () => {
    const status = async (url: string) => (await pages.app.inject({ url })).statusCode;
    expect(await status('/static/style.css')).toBe(200);
    expect(await status('/fonts/sans/index.css')).toBe(200);
    expect(await status('/fonts/serif/files/noto-serif-sc-latin-wght-normal.woff2')).toBe(200);
    for (const url of ['/fonts/sans/package.json', '/static/../layout.ts', '/static/..%2flayout.ts'])
      expect(await status(url), url).toBe(404);
  });
});

describe('the funnel', () => {
  test('has the same figures as page, JSON and CSV', async () => {
    const mirror = await newMirror(pages, 'own');
    const at = NOON_MS - 30 * DAY_MS;
    await mirror.send(Array.from({ length: 7 }, () => mirror.visit(at)).flat());
    const query = '?from=2026-10-23&to=2026-10-23&store=own';
    const json = (await pages.get('hq', `/funnel.json${query}`)).json();
    expect(json.total).toMatchObject({ visits: 7, tryons: 7, codes: 7, passers: null, shadesPerMinute: 2.4 });
    const csv = await pages.get('hq', `/funnel.csv${query}`);
    expect(csv.headers['content-disposition']).toContain('vermilion-funnel-2026-10-23-2026-10-23.csv');
    const rows: Record<string, string>[] = parse(csv.body, { bom: true, columns: true });
    const value = (part: string, key: string, figure: string) =>
      rows.find((row) => row.part === part && row.key === key && row.figure === figure)?.value;
    for (const [figure, count] of Object.entries(json.total))
      expect(value('total', '', figure), figure).toBe(count === null ? '' : String(count));
    for (const { sku, worn } of json.byShade) expect(value('byShade', sku, 'worn')).toBe(String(worn));
    for (const { hour, visits } of json.byHour)
      expect(value('byHour', String(hour), 'visits')).toBe(String(visits));
    const { body } = await pages.get('hq', `/funnel${query}`);
    expect(body).toMatch(/<h3>Visits<\/h3><div class="figure">7<\/div>/);
    expect(body).toMatch(/<h3>Passers<\/h3><div class="unmeasured">not measured<\/div>/);
    expect(body).toContain('under the floor of 10');
    expect(await deeds('funnel-exported')).toEqual(
      expect.arrayContaining([expect.objectContaining({ detail: { form: 'csv' } })]),
    );
  });

  test.each([
    ['from=2026-11-22&to=2026-11-21', 'must not be before'],
    ['from=yesterday', 'must be a day'],
    ['from=2024-01-01&to=2026-01-01', '400 days'],
    ['colour=red', 'colour'],
    ['mode=all', 'mode'],
  ])('says what is wrong with ?%s', async (query, sentence) => {
    const page = await pages.get('hq', `/funnel?${query}`);
    expect([page.statusCode, page.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
    expect(page.body).toContain(sentence);
    const json = await pages.get('hq', `/funnel.json?${query}`);
    expect(json.json()).toMatchObject({ status: 400, detail: expect.stringContaining(sentence) });
  });

  test('is in the API document, and pages are not', async () => {
    const { paths } = (await pages.app.inject({ url: '/openapi.json' })).json();
    expect(Object.keys(paths)).toContain('/funnel.json');
    expect(Object.keys(paths)).not.toContain('/fleet');
  });
});

describe('what HQ does', () => {
  test('a new code for a mirror is shown once, and in the audit without it', async () => {
    const { body } = await pages.post('hq', '/fleet/own-1/code');
    const code = /class="secret">([\w-]+)</.exec(body)?.[1] ?? '';
    expect(code).toMatch(/^[\dA-Z]{4}(-[\dA-Z]{4}){3}$/);
    expect((await pages.get('hq', '/fleet/own-1')).body).not.toContain(code);
    expect(JSON.stringify(await deeds('enrolment-code-given'))).not.toContain(code);
    const enrolled = await pages.app.inject({ method: 'POST', url: '/v1/enrol', payload: { code } });
    expect(enrolled.json()).toMatchObject({ mirror: 'own-1', store: 'own' });
  });

  test('a registry file is taken in whole, or told of line by line', async () => {
    const bad = await pages.upload('hq', '/registry', {}, 'kind,id,name\nbrand,b,B\nbrand,NO,B\nshop,x,X');
    expect(bad.statusCode).toBe(422);
    expect(bad.body).toMatch(/line 3.*\n?.*line 4/s);
    const good = await pages.upload('hq', '/registry', {}, 'kind,id,name\nbrand,second,Second');
    expect(good.body).toContain('Taken');
    expect(await deeds('registry-imported')).toMatchObject([{ detail: { brand: 1 } }]);
  });

  test('counts of a store may come from a Chinese spreadsheet, and a bad file changes nothing', async () => {
    const gb18030 = Uint8Array.from([
      ...Buffer.from('day,door\n2026-11-01,"'),
      0xd6,
      0xd0,
      ...Buffer.from('"\n'),
    ]);
    const bad = await pages.upload('hq', '/counts', { store: 'own' }, gb18030);
    expect(bad.statusCode).toBe(422);
    expect(bad.body).toContain('中');
    const file = '\uFEFFday,door,till\r\n2026-11-01,340,96\r\n2026-11-02,,12\r\n';
    expect((await pages.upload('hq', '/counts', { store: 'own' }, file)).body).toContain('Days taken: 2');
    const stored = await pages.db.selectFrom('day_counts').selectAll().orderBy('day').execute();
    expect(stored).toEqual([
      { store_id: 'own', day: '2026-11-01', door: 340, till: 96 },
      { store_id: 'own', day: '2026-11-02', door: null, till: 12 },
    ]);
  });

  test('a message goes to a mirror, a store or all, once each, or to nobody when it is wrong', async () => {
    const send = (target: string, body: string, more = {}) =>
      pages.post('hq', '/inbox', { kind: 'stock', target, body, ...more });
    expect((await send('mirror', '{"A":1}', { mirror: 'own-1' })).body).toContain('Sent to mirrors: 1');
    expect((await send('store', '{"A":2}', { store: 'moved' })).body).toContain('Sent to mirrors: 1');
    const mirrors = await pages.db.selectFrom('mirrors').select('mirror_id').execute();
    expect((await send('all', '{"A":3}')).body).toContain(`Sent to mirrors: ${mirrors.length}`);
    for (const [body, sentence] of [
      ['{', 'not JSON'],
      ['{"A":-1}', 'no message of kind'],
    ] as const) {
      const refused = await send('all', body);
      expect(refused.statusCode).toBe(422);
      expect(refused.body).toContain(sentence);
    }
    const sent = await pages.db
      .selectFrom('inbox')
      .select('body')
      .where('mirror_id', '=', 'own-1')
      .where('kind', '=', 'stock')
      .execute();
    expect(sent).toEqual([{ body: '{"A":1}' }, { body: '{"A":3}' }]);
    expect(await deeds('inbox-sent')).toHaveLength(3);
  });

  test('what HQ tells mirrors by itself cannot be sent by hand', async () => {
    const { body } = await pages.get('hq', '/inbox');
    expect(body).toContain('<option value="stock">');
    for (const [kind, text] of [
      ['code-key', `{"id":"00abcd","secret":"${'A'.repeat(43)}"}`],
      ['pool', '{"carrier":"wechat-oa","items":[]}'],
      ['advisors', '[]'],
    ] as const) {
      expect(body).not.toContain(`value="${kind}"`);
      const refused = await pages.post('hq', '/inbox', { kind, target: 'all', body: text });
      expect(refused.statusCode, kind).toBe(422);
    }
  });

  test('a new operator’s password is shown once and kept nowhere; nobody can remove the own account', async () => {
    const made = await pages.post('hq', '/operators', { login: 'East-Desk', scope: 'dealer:east' });
    const password = /class="secret">([\w-]+)</.exec(made.body)?.[1] ?? '';
    expect(password).toMatch(/^\w{5}(-\w{5}){3}$/);
    expect((await pages.get('hq', '/operators')).body).not.toContain(password);
    expect(JSON.stringify(await pages.db.selectFrom('audit').selectAll().execute())).not.toContain(password);
    const row = await pages.db
      .selectFrom('operators')
      .selectAll()
      .where('login', '=', 'east-desk')
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ role: 'dealer', scope_id: 'east', must_change: true });
    expect((await pages.post('hq', `/operators/${row.operator_id}/remove`)).statusCode).toBe(303);
    const own = await pages.db
      .selectFrom('operators')
      .select('operator_id')
      .where('login', '=', 'hq-desk')
      .executeTakeFirstOrThrow();
    expect((await pages.post('hq', `/operators/${own.operator_id}/remove`)).statusCode).toBe(403);
  });
});
