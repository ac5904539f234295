import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importRegistry } from '../../../hq/registry/import.ts';
import type { OpenDatabase } from '../../../hq/storage/database.ts';
import { openTestDatabase } from '../../fakes/hq-database.ts';
import { registerStores } from './hq-fixture.ts';

let open: OpenDatabase;
beforeAll(async () => {
  open = await openTestDatabase();
  await registerStores(open.db);
});
afterAll(() => open.close());

const HEADER = 'kind,id,name,store,from,contacts';
const take = (...lines: string[]) => importRegistry(open.db, `${HEADER}\n${lines.join('\n')}\n`);
const advisor = (id: string, contacts: string, store = 'shanghai', from = '') =>
  `advisor,${id},Advisor,${store},${from},${contacts}`;

const referencesOf = async (ba: string) => {
  const rows = await open.db
    .selectFrom('staff_refs')
    .select(['store_id', 'channel', 'ref'])
    .where('ba_id', '=', ba)
    .orderBy('ref')
    .execute();
  return rows.map(({ store_id, channel, ref }) => `${store_id} ${channel}:${ref}`);
};

describe('the contacts of an advisor', () => {
  test('are kept by channel, numbers in their one form', async () => {
    await take(
      advisor('a', 'phone:+86-138-0013-8000  wecom:woAJ2GCAAAXtWyujaWJHDDGi0mAAAA whatsapp:+33612345678'),
    );
    expect(await referencesOf('a')).toEqual([
      'shanghai phone:+8613800138000',
      'shanghai whatsapp:33612345678',
      'shanghai wecom:woAJ2GCAAAXtWyujaWJHDDGi0mAAAA',
    ]);
  });

  test('are replaced by those that a file gives, and left where it gives none', async () => {
    await take(advisor('b', 'wecom:wmOld line:Uold'));
    await take(advisor('b', 'wecom:wmNew'));
    expect(await referencesOf('b')).toEqual(['shanghai wecom:wmNew']);
    await take(advisor('b', ''));
    await importRegistry(open.db, 'kind,id,name,store\nadvisor,b,Advisor,shanghai\n');
    expect(await referencesOf('b')).toEqual(['shanghai wecom:wmNew']);
    await take(advisor('b', '-'));
    expect(await referencesOf('b')).toEqual([]);
  });

  test('of several spans count together', async () => {
    await take(
      advisor('c', 'wecom:wmOne', 'shanghai', '2026-01-01'),
      advisor('c', 'line:Uone', 'shanghai', '2026-06-01'),
    );
    expect(await referencesOf('c')).toEqual(['shanghai line:Uone', 'shanghai wecom:wmOne']);
  });

  test('of two stores are hers in either', async () => {
    await take(advisor('d', 'phone:+33612345679'), advisor('d', 'phone:+33612345679', 'paris'));
    expect(await referencesOf('d')).toEqual(['paris phone:+33612345679']);
  });

  test.each([
    ['a number without its country', 'phone:13800138000'],
    ['a number that is none', 'phone:+86123'],
    ['no channel', '+8613800138000'],
    ['a channel that HQ does not have', 'weibo:somebody'],
    ['a channel that names nobody', 'link:abc'],
    ['a name that is no channel', 'constructor:abc'],
    ['no reference', 'wecom:'],
    ['a reference with signs that no platform has', 'wecom:<x>'],
  ])('with %s refuse the file, by line and column', async (_what, cell) => {
    const refused = take(advisor('e', 'wecom:wmGood'), advisor('f', `line:Ugood ${cell}`));
    await expect(refused).rejects.toMatchObject({
      mistakes: [{ line: 3, column: 'contacts', sentence: expect.stringContaining(`has "${cell}"`) }],
    });
    expect([await referencesOf('e'), await referencesOf('f')]).toEqual([[], []]);
  });

  test('are no business of a store', async () => {
    await expect(take('store,s,S,,,wecom:x')).rejects.toMatchObject({ code: 'registry-invalid' });
  });
});
