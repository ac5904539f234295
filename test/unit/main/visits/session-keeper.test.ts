/** The session on the disk: nothing is answered that is not there, and no damage to the file stops the mirror. */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Intent } from '../../../../main/contract/intents.ts';
import { openSessionKeeper } from '../../../../main/visits/session-keeper.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

function open(path: string) {
  const damages: unknown[] = [];
  return { keeper: openSessionKeeper({ path, onDamaged: (cause) => damages.push(cause) }), damages };
}

const love = (visit: string, sku: string): Intent => ({
  id: crypto.randomUUID(),
  visit,
  atMs: 0,
  type: 'shade.favourite',
  sku,
  isFavourite: true,
});

test('a disk that refuses leaves everything as it was, and the same intent is taken when it does not', () => {
  const path = join(tempFolder(), 'session.json');
  const { keeper } = open(path);
  const { visit } = keeper.session.value;
  // The place where the new content is written first is taken by a folder.
  mkdirSync(`${path}.new`);
  const intent = love(visit, 'VA-M01');
  expect(() => keeper.record(intent)).toThrow('EISDIR');
  expect(keeper.session.value.favourites).toEqual([]);
  rmSync(`${path}.new`, { recursive: true });
  expect(keeper.record(intent).outcome).toBe('applied');
  expect(open(path).keeper.session.value.favourites).toEqual(['VA-M01']);
});

test.each([
  ['cut', '{"session": {"vis'],
  ['empty', ''],
  [
    'of another kind',
    '{"session": {"visit": "1", "sku": null, "intensity": 2, "favourites": []}, "seen": []}',
  ],
])('a file that is %s is set aside and a new session begun', (_what, text) => {
  const path = join(tempFolder(), 'session.json');
  writeFileSync(path, text);
  const { keeper, damages } = open(path);
  expect(damages).toHaveLength(1);
  expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(text);
  expect(keeper.record(love(keeper.session.value.visit, 'VA-M01')).outcome).toBe('applied');
});

test('a session that was kept before companions were known goes on, nobody beside her wearing anything', () => {
  const path = join(tempFolder(), 'session.json');
  const before = { visit: crypto.randomUUID(), sku: 'VA-M01', intensity: 0.5, favourites: ['VA-M07'] };
  writeFileSync(path, JSON.stringify({ session: before, seen: [] }));
  const { keeper, damages } = open(path);
  expect(damages).toEqual([]);
  expect(keeper.session.value).toEqual({ ...before, companion: { sku: null, intensity: 1 } });
});

test('"forget me" leaves no trace of the visit in the file', () => {
  const path = join(tempFolder(), 'session.json');
  const { keeper } = open(path);
  const { visit } = keeper.session.value;
  keeper.record(love(visit, 'VA-M07'));
  expect(readFileSync(path, 'utf8')).toContain('VA-M07');
  keeper.record({
    id: crypto.randomUUID(),
    visit,
    atMs: 0,
    type: 'visit.forget',
    nextVisit: crypto.randomUUID(),
  });
  const kept = readFileSync(path, 'utf8');
  expect(kept).not.toContain('VA-M07');
  expect(kept).not.toContain(visit);
});

test('the intents it remembers are bounded, the newest kept', () => {
  const path = join(tempFolder(), 'session.json');
  const { keeper } = open(path);
  const { visit } = keeper.session.value;
  const intents = Array.from({ length: 1001 }, () => love(visit, 'VA-M01'));
  for (const intent of intents) keeper.record(intent);
  const again = open(path).keeper;
  expect(again.record(intents.at(-1) as Intent).outcome).toBe('repeated');
  expect(again.record(intents[1] as Intent).outcome).toBe('repeated');
  expect(JSON.parse(readFileSync(path, 'utf8')).seen).toHaveLength(1000);
});

test.each([
  ['a folder', (path: string) => mkdirSync(path)],
  ['a link to itself', (path: string) => symlinkSync(path, path)],
])('%s in the place of the file is set aside and a new session begun', (_what, put) => {
  const path = join(tempFolder(), 'session.json');
  put(path);
  const { keeper, damages } = open(path);
  expect(damages).toHaveLength(1);
  expect(keeper.record(love(keeper.session.value.visit, 'VA-M01')).outcome).toBe('applied');
});

test('a file that can be neither read nor set aside does not stop the start', () => {
  const path = join(tempFolder({ 'a file': '' }), 'a file/session.json');
  const { keeper, damages } = open(path);
  expect(damages).not.toHaveLength(0);
  expect(keeper.session.value.favourites).toEqual([]);
});

test('"forget me" deletes the damaged file, which may hold the visit', () => {
  const path = join(tempFolder(), 'session.json');
  writeFileSync(path, '{"session": {"vis');
  const { keeper } = open(path);
  const { visit } = keeper.session.value;
  expect(existsSync(`${path}.damaged`)).toBe(true);
  const forget = { id: crypto.randomUUID(), visit, atMs: 0, type: 'visit.forget' } as const;
  keeper.record({ ...forget, nextVisit: crypto.randomUUID() });
  expect(existsSync(`${path}.damaged`)).toBe(false);
});
