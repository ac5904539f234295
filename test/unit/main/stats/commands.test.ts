/** `npm run recount` and `npm run funnel` as a technician runs them, on a real store. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { funnelCommand } from '../../../../main/stats/funnel-command.ts';
import { recountCommand } from '../../../../main/stats/recount-command.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';
import { openCounting, recordVisit } from './counting-store.ts';

const NOON_MS = Date.parse('2026-11-22T12:00:00Z');

function run(command: typeof recountCommand, ...args: string[]): { code: number; said: string } {
  const said: string[] = [];
  const code = command(args, (text) => said.push(text));
  return { code, said: said.join('\n') };
}

test('recount tells what differs beside the running mirror, repairs it only when that is stopped', () => {
  const counting = openCounting('UTC');
  const data = ['--data', dirname(counting.path)];
  recordVisit(counting, NOON_MS);
  recordVisit(counting, NOON_MS + 60_000);
  expect(run(recountCommand, ...data)).toMatchObject({
    code: 0,
    said: expect.stringContaining('All is equal.'),
  });

  counting.store.db.exec(`UPDATE tallies SET visits = 5 WHERE split = 'hour'`);
  const different = run(recountCommand, ...data);
  expect(different.code).toBe(1);
  expect(different.said).toMatch(/"hour","2026-11-22","12"\]: stored .*visits 5.*; recounted .*visits 2/);
  expect(different.said).toContain('1 rows differ.');

  expect(() => run(recountCommand, ...data, '--repair')).toThrow('Another service has the store');
  counting.store.close();
  expect(run(recountCommand, ...data, '--repair')).toMatchObject({ code: 0 });
  expect(run(recountCommand, ...data)).toMatchObject({ code: 0 });
});

test('funnel prints the figures with their definitions, and writes them as CSV', () => {
  const counting = openCounting('UTC');
  const folder = dirname(counting.path);
  recordVisit(counting, NOON_MS, { ba: '=cmd()' });
  const asked = ['--data', folder, '--from', '2026-11-21', '--to', '2026-11-22'];
  const { code, said } = run(funnelCommand, ...asked);
  expect(code).toBe(0);
  expect(said).toContain('Funnel of 2026-11-21 to 2026-11-22, days of UTC');
  expect(said).toMatch(/passers +not measured +not measured +not measured +stood there/);
  expect(said).toMatch(/try-ons +1 +0 +0 +visits with a shade worn for a second or more/);
  expect(said).toMatch(/shades per minute +12\.0 .*10 is the floor/);
  expect(said).toMatch(/^2026-11-21 .*\n2026-11-22 /m);

  expect(run(funnelCommand, ...asked, '--csv', join(folder, 'funnel.csv'))).toMatchObject({ code: 0 });
  const text = readFileSync(join(folder, 'funnel.csv'), 'utf8');
  expect(text.startsWith('\uFEFFfrom,to,')).toBe(true);
  const lines = parse(text, { bom: true, columns: true }) as Record<string, string>[];
  const line = (split: string, key: string) => lines.find((one) => one.split === split && one.key === key);
  expect(line('period', 'asked')).toMatchObject({
    visits: '1',
    tryons: '1',
    passers: '',
    shadesPerMinute: '12',
  });
  expect(line('shade', 'A')).toMatchObject({ finish: 'matte', worn: '1', dwellMs: '5000' });
  expect(line('ba', `'=cmd()`)).toMatchObject({ visits: '1' });
});

test('CSV may be printed instead', () => {
  const counting = openCounting('UTC');
  const { said } = run(funnelCommand, '--data', dirname(counting.path), '--csv', '-');
  expect(parse(`${said}\n`, { bom: true, columns: true }).length).toBeGreaterThan(24);
});

test('what cannot be done is said in a sentence', () => {
  const counting = openCounting('UTC');
  const data = ['--data', dirname(counting.path)];
  expect(() => run(recountCommand, '--data', tempFolder())).toThrow(
    /There is no store .*start the mirror once/,
  );
  expect(() => run(recountCommand, '--fast')).toThrow(/--fast.*npm run recount -- --help/s);
  expect(() => run(funnelCommand, ...data, '--from', 'yesterday')).toThrow('--from: must be a day such as');
  expect(() => run(funnelCommand, ...data, '--mode', 'all')).toThrow('--mode: ');
  expect(() => run(funnelCommand, ...data, '--csv', '/none/x.csv')).toThrow(
    /cannot be written .*choose another place/,
  );
  counting.store.db.exec(`DELETE FROM state WHERE key = 'statistics'`);
  expect(() => run(funnelCommand, ...data)).toThrow(/no statistics of this version: start the mirror once/);
});

test('both explain themselves', () => {
  expect(run(recountCommand, '--help')).toMatchObject({ code: 0, said: expect.stringContaining('--repair') });
  expect(run(funnelCommand, '-h')).toMatchObject({ code: 0, said: expect.stringContaining('--csv') });
});
