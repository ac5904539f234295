/** What the shell does when the service ends, and how it ends it, by a clock that the test turns. */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ForkOptions, UtilityProcess } from 'electron';
import { expect, test } from 'vitest';
import { serviceEnvironment, superviseService } from '../../../../main/electron/service-supervisor.ts';
import { FakeClock } from '../../../fakes/electron/clock.ts';
import { FakeChannel } from '../../../fakes/electron/ports.ts';

const HOUR_MS = 3_600_000;

/** A service that lives and dies as the test says. */
class Child extends EventEmitter {
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly sent: unknown[] = [];
  isKilled = false;

  postMessage(message: unknown): void {
    this.sent.push(message);
  }

  kill(): boolean {
    this.isKilled = true;
    return true;
  }
}

function service() {
  const clock = new FakeClock();
  const children: Child[] = [];
  const forked: unknown[][] = [];
  const lines: string[] = [];
  let readies = 0;
  const supervisor = superviseService({
    fork(...call: [string, string[]?, ForkOptions?]) {
      forked.push(call);
      children.push(new Child());
      return children.at(-1) as unknown as UtilityProcess;
    },
    entry: '/app/service-process.mjs',
    args: ['--kiosk', 'false'],
    environment: { VERMILION_DATA: '/data', PATH: '/bin', NODE_OPTIONS: '--inspect' },
    folder: '/kiosk',
    clock,
    log: (line) => lines.push(line),
    onReady: () => readies++,
  });
  supervisor.start();
  const last = () => children.at(-1) as Child;
  return { clock, children, forked, lines, supervisor, last, readies: () => readies };
}

test('the service is forked with its settings, a name, pipes and nothing of the environment that it does not need', () => {
  const { forked } = service();
  expect(forked).toEqual([
    [
      '/app/service-process.mjs',
      ['--kiosk', 'false'],
      { serviceName: 'Vermilion service', env: { VERMILION_DATA: '/data' }, cwd: '/kiosk', stdio: 'pipe' },
    ],
  ]);
});

test("of the environment the service gets folders, language, time zone, credentials and the mirror's own", () => {
  const needed = {
    VERMILION_PORT: '0',
    HOME: '/h',
    TZ: 'UTC',
    LANG: 'C',
    CREDENTIALS_DIRECTORY: '/c',
    TMPDIR: '/t',
  };
  const others = {
    PATH: '/bin',
    NODE_OPTIONS: '-r x',
    ELECTRON_RUN_AS_NODE: '1',
    LD_PRELOAD: 'x',
    SECRET: 's',
  };
  expect(serviceEnvironment({ ...needed, ...others })).toEqual(needed);
});

test('a service that keeps ending is started again after 0.2 s, then twice as long each time, 10 s at the most', () => {
  const { clock, children, last } = service();
  const waits: number[] = [];
  for (let i = 0; i < 9; i++) {
    last().emit('exit', 1);
    waits.push(...clock.waitsMs);
    clock.turn(clock.waitsMs[0] ?? 0);
  }
  expect(waits).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
  expect(children).toHaveLength(10);
});

test('a service that lived for 30 s is forgiven what was before', () => {
  const { clock, last } = service();
  for (let i = 0; i < 5; i++) {
    last().emit('exit', 1);
    clock.turn(10_000);
  }
  clock.turn(30_000);
  last().emit('exit', 9);
  expect(clock.waitsMs).toEqual([200]);
});

test('a port is handed over once the service is ready, and not while it is starting again', () => {
  const { clock, supervisor, last, readies } = service();
  const { port1 } = new FakeChannel();
  const port = port1 as unknown as Parameters<typeof supervisor.servePort>[0];
  expect(supervisor.servePort(port)).toBe(false);
  last().emit('message', { type: 'ready' });
  expect([supervisor.servePort(port), readies()]).toEqual([true, 1]);
  last().emit('exit', 9);
  expect(supervisor.servePort(port)).toBe(false);
  clock.turn(200);
  last().emit('message', { type: 'ready' });
  expect([supervisor.servePort(port), readies()]).toEqual([true, 2]);
  port1.close();
});

test('what the service writes is logged line by line, and its end with the code and the wait', async () => {
  const { last, lines } = service();
  last().stdout.write('one\ntw');
  last().stdout.write('o\n');
  last().stderr.write('three\n');
  last().stdout.end();
  last().stderr.end();
  last().emit('exit', 137);
  await expect.poll(() => lines.length).toBe(4);
  expect(lines.toSorted()).toEqual([
    'The service ended with code 137 after 0 ms; it is started again in 200 ms.',
    'one',
    'three',
    'two',
  ]);
});

test('stopping asks the service to end, and does not start it again', async () => {
  const { clock, children, last, supervisor } = service();
  const stopped = supervisor.stop();
  expect(last().sent).toEqual([{ type: 'stop' }]);
  last().emit('exit', 0);
  await stopped;
  clock.turn(HOUR_MS);
  expect([children.length, last().isKilled]).toEqual([1, false]);
});

test('a service that will not end within 3 s is killed', async () => {
  const { clock, last, supervisor } = service();
  const stopped = supervisor.stop();
  clock.turn(2_999);
  expect(last().isKilled).toBe(false);
  clock.turn(1);
  expect(last().isKilled).toBe(true);
  last().emit('exit', 15);
  await stopped;
});

test('stopping while the service is down ends the wait for it', async () => {
  const { clock, children, last, supervisor } = service();
  last().emit('exit', 1);
  await supervisor.stop();
  expect([children.length, clock.waitsMs]).toEqual([1, []]);
});
