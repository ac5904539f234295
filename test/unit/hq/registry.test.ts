import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importRegistry } from '../../../hq/registry/import.ts';
import { sampleRegistry } from '../../../hq/registry/sample.ts';
import { mergeSpans } from '../../../hq/registry/spans.ts';
import type { OpenDatabase } from '../../../hq/storage/database.ts';
import { openTestDatabase } from '../../fakes/hq-database.ts';

let open: OpenDatabase;
beforeAll(async () => {
  open = await openTestDatabase();
});
afterAll(() => open.close());

const mistakesOf = (text: string) =>
  importRegistry(open.db, text).then(
    () => [],
    (error) =>
      error.mistakes.map(({ line, column }: { line: number; column: string | null }) => [line, column]),
  );
const stores = () => open.db.selectFrom('stores').selectAll().execute();

describe('a registry file', () => {
  test('with mistakes is refused whole, each with its line and column', async () => {
    const text = `kind,id,name,brand,dealer,store,timeZone,from,to
brand,good,Good
brand,Bad,Bad
store,s,S,,,,Mars/X
store,t,T,,,,Asia/Shanghai,2026-02-30
store,u,U,,,,Asia/Shanghai,2026-02-03,2026-02-01
mirror,m,M
shelf,x,X
advisor,a,"A, B",,,s,,,,,
`;
    expect(await mistakesOf(text)).toEqual([
      [3, 'id'],
      [4, 'timeZone'],
      [5, 'from'],
      [6, 'to'],
      [7, 'store'],
      [8, 'kind'],
      [9, null],
    ]);
    expect(await open.db.selectFrom('brands').selectAll().execute()).toEqual([]);
  });

  test('that names what there is not, or one thing twice, is refused whole', async () => {
    const text = `kind,id,name,dealer,store,timeZone
store,s,S,nobody,,UTC
mirror,m,M,,s
mirror,m,M,,s
mirror,n,N,,nowhere
`;
    expect(await mistakesOf(text)).toEqual([
      [2, 'dealer'],
      [5, 'store'],
      [4, 'id'],
    ]);
    expect(await stores()).toEqual([]);
  });

  test.each([
    ['an unknown column', 'kind,id,colour\n', [[1, 'colour']]],
    ['no kind', 'id,name\n', [[1, 'kind']]],
    ['nothing in it', '', [[1, null]]],
    ['an open quotation mark', 'kind,id,name\nbrand,b,"B\n', [[2, null]]],
  ])('with %s is refused', async (_what, text, mistakes) => {
    expect(await mistakesOf(text)).toEqual(mistakes);
  });

  test('is taken with a byte order mark, CRLF and columns in any order, and again without harm', async () => {
    const text = '\ufeffname,kind,timeZone,id\r\n"Store, the ""first""",store,Europe/Paris,first\r\n';
    for (const _time of [1, 2])
      expect(await importRegistry(open.db, text)).toMatchObject({ store: 1, mirror: 0 });
    expect(await stores()).toContainEqual({
      store_id: 'first',
      name: 'Store, the "first"',
      time_zone: 'Europe/Paris',
    });
  });

  test('of the sample is good, and keeps the key of a mirror that is enrolled', async () => {
    await importRegistry(open.db, sampleRegistry('Asia/Shanghai'));
    await open.db.updateTable('mirrors').set({ key_hash: 'x' }).execute();
    await importRegistry(open.db, sampleRegistry('Asia/Shanghai'));
    expect(await open.db.selectFrom('mirrors').select('key_hash').execute()).toEqual([{ key_hash: 'x' }]);
  });
});

describe('spans', () => {
  const span = (other: string, from: string, to: string | null = null) => ({ id: 'x', other, from, to });

  test('end where a later one begins, so that a day belongs to one', () => {
    expect(mergeSpans([span('a', '0001-01-01')], [span('b', '2026-03-01')])).toEqual([
      span('a', '0001-01-01', '2026-02-28'),
      span('b', '2026-03-01'),
    ]);
  });

  test('keep their own end where it comes first, and give way to one of the same first day', () => {
    expect(
      mergeSpans([span('a', '2026-01-01', '2026-01-31'), span('b', '2026-03-01')], [span('c', '2026-03-01')]),
    ).toEqual([span('a', '2026-01-01', '2026-01-31'), span('c', '2026-03-01')]);
  });
});
