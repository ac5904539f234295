/** A PostgreSQL of the test's own, in a temporary folder on a free port; ended and deleted by whoever started it. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestPostgres {
  /** `postgresql://postgres@127.0.0.1:<port>/postgres`; the same over kills and starts. */
  readonly url: string;
  /** As a crash would: no checkpoint, connections broken off. */
  kill(): Promise<void>;
  /** Once more after `kill`; settles when it takes connections, its recovery done. */
  start(): Promise<void>;
  /** Ends it and deletes its folder. */
  stop(): Promise<void>;
}

/** Debian's packages, then what others put on the path. */
const VERSIONS = '/usr/lib/postgresql';
const NOT_INSTALLED = 'PostgreSQL is not installed here: HQ is tested on PGlite alone.';

/**
 * undefined where PostgreSQL is not installed, which is said in one line.
 * @param fsync as in real life; tests that never kill it may go without
 */
export async function startPostgres({ fsync = true } = {}): Promise<TestPostgres | undefined> {
  const bin = findPrograms();
  if (bin === undefined) {
    console.log(NOT_INSTALLED);
    return undefined;
  }
  const owner = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'vermilion-postgres-'));
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const options = { ...owner, cwd: folder, stdio: 'ignore' } as const;
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    options,
  );
  const port = await freePort();
  const settings = `-p ${port} -k ${folder} -h 127.0.0.1 -c fsync=${fsync ? 'on' : 'off'}`;
  const control = (...args: string[]) =>
    run(join(bin, 'pg_ctl'), ['-D', data, '-w', '-t', '60', ...args], options);
  const start = () => control('start', '-o', settings, '-l', join(folder, 'log'));
  await start();
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    kill: () => control('stop', '-m', 'immediate'),
    start,
    async stop() {
      await control('stop', '-m', 'immediate').catch(() => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether `startPostgres` can start one. */
export const hasPostgres = (): boolean => findPrograms() !== undefined;

function findPrograms(): string | undefined {
  const packaged = existsSync(VERSIONS)
    ? readdirSync(VERSIONS).map((version) => join(VERSIONS, version, 'bin'))
    : [];
  const onPath = (process.env.PATH ?? '').split(':');
  return [...packaged, ...onPath].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')),
  );
}

/** PostgreSQL refuses to run as root, so there it runs as the user that its package made. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (kind: string) => Number(spawnSync('id', [kind, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function run(program: string, args: string[], options: { cwd: string; stdio: 'ignore' }): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ${args[2]} ended with ${code}`)),
    );
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
