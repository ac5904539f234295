/** Replies that HQ, or what stands before it, may give: troubles, refusals, nonsense, too much of anything. */
import { gzipSync } from 'node:zlib';
import { type Answer, batchOf, json, reply } from '../../fakes/scripted-hq.ts';
import { code, heart, turnedTimers } from '../../fakes/sync-parts.ts';
import type { Random } from '../random.ts';
import type { FaultRow, RunResult } from '../row.ts';
import { inScene, type Scene } from './scene.ts';

/** HQ answers so a few times, then as it should. */
async function withAnswers({ hq, record, random, until, lifted }: Scene, pick: () => Answer): Promise<void> {
  const answers = Array.from({ length: 2 + random.below(5) }, pick);
  hq.next(...answers);
  record(1 + random.below(200));
  await until('HQ has given its answers', () => hq.requests.length >= answers.length);
  lifted();
}

const rowOf = (name: string, full: number, pick: (random: Random) => Answer): FaultRow => ({
  name: `wire: ${name}`,
  quick: 1,
  full,
  run: (seed) => inScene(seed, (scene) => withAnswers(scene, () => pick(scene.random))),
});

const storm = rowOf('5xx storm', 300, (random) => reply(500 + random.below(100)));

const tooMany = rowOf('429 with number, date, garbage', 300, (random) =>
  reply(429, {
    'retry-after': random.pick([
      '0',
      '3',
      '-1',
      'soon',
      '1e9',
      '99999999999',
      new Date().toUTCString(),
      '\u00ff',
    ]),
  }),
);

const endless = rowOf('endless reply', 100, () => (_request, response) => {
  const page = Buffer.alloc(64 * 1024, ' ');
  const write = (): void => {
    while (!response.destroyed && response.write(page));
  };
  response.on('drain', write);
  write();
});

/** A gibibyte of spaces in one mebibyte, from members of gzip one after the other. */
const member = gzipSync(Buffer.alloc(16 * 2 ** 20, ' '));
const bomb = Buffer.concat(Array.from({ length: 64 }, () => member));
const bombs = rowOf('gzip bomb', 100, () => (_request, response) => {
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
});

/** What a broken HQ, a login page or a proxy may say with status 200; some of it is true of some events. */
const nonsense = rowOf(
  'malformed and partial replies, wrong ids',
  500,
  (random) => (request, response, hq) => {
    const ids = request.ids;
    const nothing = { accepted: [], duplicate: [], rejected: [] };
    const strangers = ids.map(() => crypto.randomUUID());
    const some = ids.filter(() => random.next() < 0.5);
    const answers: (() => unknown)[] = [
      () => '<html>Sign in to the shop\u2019s network</html>',
      () => null,
      () => [],
      () => ({ accepted: 'all' }),
      () => nothing,
      () => ({ ...nothing, accepted: strangers }),
      () => ({ ...nothing, rejected: strangers.map((id) => ({ id, code: 'invalid' })) }),
      () => ({
        ...nothing,
        accepted: [...strangers, ...takeOnly(hq.commit(request).accepted, some)].slice(0, 500),
      }),
      () => ({ ...hq.commit(request), accepted: undefined }),
    ];
    const text = JSON.stringify(random.pick(answers)());
    response.end(random.next() < 0.8 ? text : text.slice(0, random.below(text.length)));
  },
);

const takeOnly = (ids: readonly string[], some: readonly string[]): string[] =>
  ids.filter((id) => some.includes(id));

/** The same batch ten times over, its answers in another order and repeated. */
const duplicates: FaultRow = {
  name: 'wire: duplicates × 10 and reordered',
  quick: 1,
  full: 200,
  run: (seed) =>
    inScene(seed, async ({ hq, record, random, until, lifted, broken }) => {
      const lost: Answer = (request, response) => {
        hq.commit(request);
        response.destroy();
      };
      const shuffled: Answer = (request, response) => {
        const { accepted, duplicate } = hq.commit(request);
        const mixed = [...accepted, ...duplicate].sort(() => random.next() - 0.5);
        const half = random.below(mixed.length + 1);
        // Who is named twice is done once.
        json(response, 200, {
          accepted: mixed.slice(0, half),
          duplicate: mixed.slice(Math.max(0, half - 3)),
          rejected: [],
        });
      };
      hq.next(...Array.from({ length: 9 }, () => lost), shuffled);
      record(5 + random.below(50));
      await until('HQ has got it ten times', () => hq.requests.length >= 10);
      lifted();
      const [first] = hq.requests;
      const repeated = hq.requests
        .slice(0, 10)
        .filter(({ ids }) => first?.ids.every((id) => ids.includes(id)));
      if (repeated.length < 10) broken(`the first events came ${repeated.length} times, not ten`);
    }),
};

const tooLarge: FaultRow = {
  name: 'wire: 413',
  quick: 1,
  full: 200,
  run: (seed) =>
    inScene(seed, async ({ hq, record, random, until, lifted }) => {
      const most = 1 + random.below(100);
      hq.always('/v1/events', (request, response) =>
        request.ids.length > most ? json(response, 413, {}) : json(response, 200, hq.commit(request)),
      );
      record(100 + random.below(200));
      await until('HQ took something', () => hq.events.size > 0);
      lifted();
    }),
};

const MAX_POISON_REQUESTS = 20;
const poison: FaultRow = {
  name: 'wire: one poison event among 500',
  quick: 1,
  full: 500,
  run: (seed) => {
    const refuse =
      (status: number): Answer =>
      (request, response, hq) => {
        const isSpoilt = batchOf(request).some(({ data }) => data.sku === 'POISON');
        json(response, isSpoilt ? status : 200, isSpoilt ? {} : hq.commit(request));
      };
    return inScene(
      seed,
      async ({ hq, recordAll, random, store, until, lifted, broken }) => {
        const place = random.below(500);
        hq.always('/v1/events', refuse(random.pick([400, 422])));
        lifted();
        recordAll(Array.from({ length: 500 }, (_, i) => heart(i === place ? 'POISON' : `S-${i}`)));
        await until('all have an outcome', () => store.counts().pending === 0);
        if (hq.events.size !== 499) broken(`${hq.events.size} of 499 events were delivered`);
        if (hq.requests.length > MAX_POISON_REQUESTS) broken(`it took ${hq.requests.length} requests`);
      },
      { quarantined: 1 },
    );
  },
};

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
/** The times of the shop, on a clock that is turned: events go on being recorded while HQ does not know the key. */
const keyLost: FaultRow = {
  name: 'wire: 401 for a day',
  quick: 1,
  full: 20,
  run(seed): Promise<RunResult> {
    const timers = turnedTimers();
    return inScene(
      seed,
      async ({ hq, record, recordAll, random, sync, store, until, lifted, broken }) => {
        hq.always('/v1/', reply(401));
        // A code is not gathered for, so the first refusal comes by itself.
        recordAll([code()]);
        await until('HQ has refused', () => sync.health().state === 'refused');
        let recorded = 1;
        const turns = DAY_MS / QUARTER_MS;
        for (let turn = 1; turn <= turns; turn++) {
          const some = 1 + random.below(5);
          record(some);
          recorded += some;
          timers.turn(QUARTER_MS);
          const isRefused = () => hq.requests.length > turn && sync.health().state === 'refused';
          await until('HQ has refused once more', isRefused);
        }
        if (hq.requests.length > turns + 1) broken(`HQ was asked ${hq.requests.length} times in a day`);
        if (store.counts().pending !== recorded) broken('something was given up meanwhile');
        if (sync.health().problem?.includes('enrol') !== true) broken('nobody is told what to do');
        hq.always('/v1/', undefined);
        lifted();
        timers.turn(QUARTER_MS);
      },
      { timers, limits: { pollMs: Number.POSITIVE_INFINITY } },
    );
  },
};

export const replyRows: readonly FaultRow[] = [
  storm,
  tooMany,
  tooLarge,
  poison,
  keyLost,
  endless,
  bombs,
  nonsense,
  duplicates,
];
