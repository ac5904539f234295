/** Opening a store: one at a time, migrated, and back from every kind of damage with its numbers rising. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { startCheck } from '../../../../main/store/check.ts';
import { MIGRATIONS } from '../../../../main/store/migrations.ts';
import { openDatabase } from '../../../../main/store/open.ts';
import { noteDamage } from '../../../../main/store/set-aside.ts';
import { ALL, accepted, NOON_MS, opened, rated, seqs, storePath, worn } from './sample.ts';

/** A process of its own takes a while to start on a busy machine. */
const SOON = { timeout: 15_000 };

function start(path: string, task: 'hold' | 'append' | 'fail') {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), path, task], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout?.on('data', (data: Buffer) => (text += data.toString()));
  const lines = (): string[] => text.split('\n').slice(0, -1);
  async function kill(): Promise<void> {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  return { lines, kill };
}

const beside = (path: string): string[] =>
  readdirSync(dirname(path)).filter((name) => name !== basename(path));
const damagedFiles = (path: string): string[] =>
  beside(path).filter((name) => /\.damaged-\w+(-\d+)?$/.test(name));

/** Twenty events, of which HQ has the first five, in a store that is closed. */
function filled(path: string): void {
  const store = opened({ path });
  for (let count = 0; count < 20; count++) store.append([worn()]);
  store.settle(accepted(store.nextBatch(ALL).slice(0, 5)));
  store.writeState('cursor', 41);
  store.close();
}

/** Overwrites bytes of a file that nobody has open. */
function scribble(path: string, from: number, length: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, from, from + length);
  writeFileSync(path, bytes);
}

/** As a flipped bit in the page that holds the schema may. */
function rename(path: string, column: string, other: string): void {
  writeFileSync(path, readFileSync(path, 'latin1').replaceAll(column, other), 'latin1');
}

test('a second service is refused with a sentence while the first lives, and let in when it was killed', async () => {
  const path = storePath();
  const first = start(path, 'hold');
  await expect.poll(first.lines, SOON).toEqual(['open']);
  expect(() => opened({ path })).toThrow(
    expect.objectContaining({ code: 'store-locked', message: expect.stringContaining('end it first') }),
  );
  await first.kill();
  expect(seqs(opened({ path }).append([worn()]))).toEqual([1]);
});

test('the lock is of this process as well, and ends with the store', async () => {
  const path = storePath();
  const store = opened({ path });
  const other = start(path, 'fail');
  await expect.poll(other.lines, SOON).toEqual(['store-locked']);
  store.close();
  opened({ path });
});

test('a store of a newer version is refused and left alone', () => {
  const path = storePath();
  const newer = [...MIGRATIONS, 'CREATE TABLE more (x INTEGER) STRICT;'];
  openDatabase({ path, maxBytes: 1e9, nowMs: NOON_MS, steps: newer }).close();
  expect(() => opened({ path })).toThrow(expect.objectContaining({ code: 'store-too-new' }));
  expect(damagedFiles(path)).toEqual([]);
  openDatabase({ path, maxBytes: 1e9, nowMs: NOON_MS, steps: newer }).close();
});

test('a migration takes a copy first; one that fails leaves the old version whole', () => {
  const path = storePath();
  filled(path);
  const open = (...steps: string[]) =>
    openDatabase({ path, maxBytes: 1e9, nowMs: NOON_MS, steps: [...MIGRATIONS, ...steps] });
  expect(() =>
    open('CREATE TABLE more (x INTEGER) STRICT;', 'CREATE TABLE events (x INTEGER) STRICT;'),
  ).toThrow();
  const store = opened({ path });
  expect([store.counts().pending, store.incident]).toEqual([15, null]);
  store.close();
  open('CREATE TABLE more (x INTEGER) STRICT;').close();
  const copy = new Database(`${path}.before-${MIGRATIONS.length + 1}`, { readonly: true });
  onTestFinished(() => void copy.close());
  expect(copy.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
  expect(copy.prepare('SELECT count(*) FROM events').pluck().get()).toBe(20);
});

test('there is no copy where there was nothing to copy', () => {
  const path = storePath();
  opened({ path }).close();
  expect(beside(path).filter((name) => name.includes('before'))).toEqual([]);
});

test.each([
  ['is no database', (path: string) => writeFileSync(path, 'not a database, not a database')],
  ['has lost its header', (path: string) => scribble(path, 0, 100)],
  ['pretends a format of the future', (path: string) => scribble(path, 18, 1)],
  ['was cut', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 9000))],
  ['was emptied in the middle', (path: string) => scribble(path, 8192, statSync(path).size - 8192)],
  ['pretends another version', (path: string) => scribble(path, 63, 1)],
  ['has a column by another name', (path: string) => rename(path, 'last_error', 'lost_error')],
])('a store that %s is set aside, and the numbers go on', (_what, damage) => {
  const path = storePath();
  filled(path);
  damage(path);
  const store = opened({ path });
  expect(store.incident?.body).toEqual({ kind: 'set-aside', lastSeq: 20 });
  expect(damagedFiles(path)).toHaveLength(1);
  const [incident] = store.nextBatch(ALL).filter(({ type }) => type === 'store.incident');
  expect(incident?.seq).toBeGreaterThan(20);
  expect(JSON.parse(incident?.body ?? '')).toEqual({ kind: 'set-aside', lastSeq: 20 });
  expect(store.append([worn()])[0]?.seq).toBe((incident?.seq ?? 0) + 1);
  expect(store.db.pragma('quick_check', { simple: true })).toBe('ok');
  store.close();
  expect(opened({ path }).incident).toBeNull();
});

test('one damaged page costs its events only; all others keep their number, id and standing', () => {
  const path = storePath();
  const before = opened({ path });
  for (let count = 0; count < 200; count++) before.append([worn()]);
  const minted = before.nextBatch(ALL);
  before.settle(accepted(minted.slice(0, 50)));
  before.writeState('cursor', 41);
  before.close();
  const page = pageWith(path, minted[100]?.sha256 ?? '');
  scribble(path, page * 4096, 4096);
  const store = opened({ path });
  const kept = store.db
    .prepare<[], { seq: number; id: string; state: string }>(
      `SELECT seq, id, state FROM events JOIN delivery USING (seq) WHERE type = 'shade.worn' ORDER BY seq`,
    )
    .all();
  expect(kept.length).toBeGreaterThan(185);
  expect(kept.length).toBeLessThan(200);
  for (const { seq, id, state } of kept) {
    expect([id, state]).toEqual([minted[seq - 1]?.id, seq <= 50 ? 'accepted' : 'pending']);
  }
  expect(kept.some(({ seq }) => seq === 101)).toBe(false);
  expect(store.readState('cursor')).toBe(41);
  expect(store.incident?.sentence).toContain(`${kept.length} events were saved`);
});

function pageWith(path: string, text: string): number {
  return Math.floor(readFileSync(path).indexOf(text) / 4096);
}

test('an event whose content rotted is not taken over', () => {
  const path = storePath();
  filled(path);
  const db = new Database(path);
  const guard = db
    .prepare(`SELECT sql FROM sqlite_schema WHERE name = 'events_are_never_edited'`)
    .pluck()
    .get();
  db.exec('DROP TRIGGER events_are_never_edited');
  db.prepare(`UPDATE events SET body = replace(body, '2000', '8000') WHERE seq = 3`).run();
  db.exec(String(guard));
  db.close();
  noteDamage(path, NOON_MS);
  const { db: fresh } = opened({ path });
  const standing = fresh.prepare('SELECT seq FROM events').pluck().all();
  // The last is the incident.
  expect(standing.slice(0, 3)).toEqual([1, 2, 4]);
  expect(standing).toHaveLength(20);
});

/** What happens to a WAL between a crash and the next start. */
const WAL_FAULTS: Record<string, (wal: string) => void> = {
  missing: (wal) => rmSync(wal),
  empty: (wal) => writeFileSync(wal, ''),
  zeroed: (wal) => writeFileSync(wal, Buffer.alloc(statSync(wal).size)),
  cut: (wal) => writeFileSync(wal, readFileSync(wal).subarray(0, statSync(wal).size / 2)),
  damaged: (wal) => scribble(wal, statSync(wal).size / 2, 10),
};

test('after kill -9 all is there; a WAL that is lost is noticed: an incident tells, and no number is given twice', async () => {
  const path = storePath();
  const writer = start(path, 'append');
  await expect.poll(() => writer.lines().length, SOON).toBeGreaterThan(30);
  await writer.kill();
  const said = writer.lines().slice(1).map(Number);
  const last = said.at(-1) ?? 0;
  for (const [fault, damage] of Object.entries(WAL_FAULTS)) {
    const copy = storePath();
    cpSync(dirname(path), dirname(copy), { recursive: true });
    damage(`${copy}-wal`);
    const store = opened({ path: copy });
    expect(store.incident?.body.kind, fault).toMatch(/restored|set-aside/);
    expect(store.incident?.body.lastSeq, fault).toBeGreaterThanOrEqual(last);
    expect(store.append([worn()])[0]?.seq, fault).toBeGreaterThan(last);
    expect(store.db.pragma('integrity_check', { simple: true }), fault).toBe('ok');
  }
  const store = opened({ path });
  expect(store.incident).toBeNull();
  expect(seqs(store.nextBatch(ALL)).slice(0, said.length)).toEqual(said);
});

test('setting aside is finished after a crash in the middle of it', () => {
  const path = storePath();
  filled(path);
  noteDamage(path, NOON_MS);
  const name = readFileSync(`${path}.damaged`, 'utf8');
  // As after a crash between the renames, with a half-filled fresh store.
  copyFileSync(path, join(dirname(path), name));
  rmSync(path);
  writeFileSync(`${path}.fresh`, 'half');
  const store = opened({ path });
  expect(store.counts().pending).toBe(16);
  store.close();
  expect(damagedFiles(path)).toEqual([name]);
  expect(existsSync(`${path}.damaged`)).toBe(false);
});

test('a crash after the fresh store was put in place loses neither it nor the word of it', () => {
  const path = storePath();
  filled(path);
  noteDamage(path, NOON_MS);
  const note = readFileSync(`${path}.damaged`, 'utf8');
  const first = opened({ path });
  first.append([rated()]);
  first.close();
  writeFileSync(`${path}.damaged`, note);
  const store = opened({ path });
  expect(store.counts().pending).toBe(17);
  expect(damagedFiles(path)).toEqual([note]);
});

test('no more than three damaged stores are kept, and none is overwritten', () => {
  const path = storePath();
  filled(path);
  for (let count = 0; count < 5; count++) {
    noteDamage(path, NOON_MS + Math.floor(count / 2) * 1000);
    opened({ path }).close();
  }
  expect(damagedFiles(path)).toHaveLength(3);
  expect(
    opened({ path })
      .nextBatch(ALL)
      .filter(({ type }) => type === 'shade.worn'),
  ).toHaveLength(15);
});

test('an event whose delivery was lost with the WAL is sent', () => {
  const path = storePath();
  filled(path);
  const db = new Database(path);
  db.pragma('foreign_keys = OFF');
  db.prepare('DELETE FROM delivery WHERE seq = 6').run();
  db.prepare('UPDATE retention SET is_running = 1').run();
  db.prepare('DELETE FROM events WHERE seq = 20').run();
  db.prepare('UPDATE retention SET is_running = 0').run();
  db.close();
  const store = opened({ path });
  expect(store.incident?.body).toEqual({ kind: 'restored', lastSeq: 20 });
  expect(seqs(store.nextBatch(ALL))).toContain(6);
  expect(store.counts().pending).toBe(16);
});

test('damage found in the middle of work is told, and set aside at the next start', () => {
  const path = storePath();
  filled(path);
  const store = opened({ path });
  const file = readFileSync(path);
  // Another program writes over it behind SQLite's back, and its cache lets go.
  file.fill(0x5a, 4096);
  writeFileSync(path, file);
  store.db.pragma('shrink_memory');
  const error = expect.objectContaining({
    code: 'store-damaged',
    message: expect.stringContaining('restart'),
  });
  expect(() => store.nextBatch(ALL)).toThrow(error);
  expect(store.isDamaged).toBe(true);
  store.close();
  expect(opened({ path }).incident?.body.kind).toBe('set-aside');
});

test('damage in a large store is found beside the service, and counts at the next start', async () => {
  const path = storePath();
  filled(path);
  const isUnchecked = (checkedBytes: number): boolean => {
    const { isUnchecked, close } = openDatabase({ path, maxBytes: 1e9, nowMs: NOON_MS, checkedBytes });
    close();
    return isUnchecked;
  };
  expect([isUnchecked(1e9), isUnchecked(4096)]).toEqual([false, true]);
  scribble(path, pageWith(path, '"dwellMs"') * 4096, 4096);
  const finding = await new Promise((resolve) => {
    const check = startCheck(path, resolve);
    onTestFinished(check.stop);
  });
  expect(finding).toContain('btreeInitPage');
});
