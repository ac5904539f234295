/** Electron as a program: what it is given, and when its end means that it cannot show anything here. */
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runElectron } from '../../../../main/headless/electron-shell.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

function program(script: string): string {
  const path = join(tempFolder({ electron: `#!/bin/sh\n${script}\n` }), 'electron');
  chmodSync(path, 0o700);
  return path;
}

describe.skipIf(process.platform === 'win32')('Electron', () => {
  test.each([
    ['with a code', 'exit 3', 'code 3'],
    ['with a crash', 'kill -TRAP $$', 'SIGTRAP'],
  ])('that breaks down at once %s is unusable', async (_how, script, reason) => {
    expect(await runElectron({ program: program(script), args: [] })).toEqual({ kind: 'unusable', reason });
  });

  test('that cannot be started is unusable', async () => {
    const end = await runElectron({ program: '/nowhere/electron', args: [] });
    expect(end).toMatchObject({ kind: 'unusable', reason: expect.stringContaining('ENOENT') });
  });

  test('that was closed, or broke down later, is not replaced', async () => {
    expect(await runElectron({ program: program('exit 0'), args: [] })).toEqual({ kind: 'ended', code: 0 });
    const later = await runElectron({ program: program('exit 3'), args: [], soonMs: 0 });
    expect(later).toEqual({ kind: 'ended', code: 3 });
  });

  test.each([
    [0, 'entry --port 0 --no-sandbox'],
    [1000, 'entry --port 0'],
  ])('started by user %i is given its flags', async (user, flags) => {
    vi.spyOn(process, 'getuid').mockReturnValue(user);
    const path = program('echo "$*" > "$0.args"');
    await runElectron({ program: path, args: ['entry', '--port', '0'] });
    expect(readFileSync(`${path}.args`, 'utf8').trim()).toBe(flags);
    vi.restoreAllMocks();
  });
});
