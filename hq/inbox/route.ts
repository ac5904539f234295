/**
 * `GET /v1/mirrors/{mirror}/inbox`: what HQ has for this mirror beyond its cursor, at once or as soon as there is something
 * within 25 s; an empty list then says that there was nothing.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import { partsOf } from '../../main/contract/tokens.ts';
import {
  type InboxBody,
  type InboxMessage,
  inboxReplySchema,
  readPoolLevels,
  registryId,
} from '../../main/contract/wire.ts';
import type { PoolFiller } from '../carriers/pool-filler.ts';
import { remindOfKey, revokedKeys } from '../claims/keys.ts';
import { Problem, problemSchema } from '../http/problem.ts';
import { mirrorAuth, mirrorIn } from '../ingest/mirror-auth.ts';
import type { MirrorDirectory } from '../ingest/mirror-directory.ts';
import type { HqApp } from '../server.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { MAX_MESSAGE_BYTES } from './send.ts';
import type { InboxWatch } from './waiting.ts';

export interface InboxOptions {
  db: HqDatabase;
  now(): number;
  directory: MirrorDirectory;
  watch: InboxWatch;
  pools: PoolFiller;
  /** How long a request waits when there is nothing. */
  pollMs: number;
}

export const POLL_MS = 25_000;
const MAX_MESSAGES = 100;
const REQUESTS_A_MINUTE = 600;

const schema = {
  tags: ['mirrors'],
  summary: 'Read the inbox of a mirror',
  security: [{ mirror: [] }],
  params: z.strictObject({ mirror: registryId }),
  querystring: z.strictObject({
    after: z.coerce.number().int().nonnegative().default(0),
    /** How many codes of each pooled carrier are left: what is low is filled up. */
    pool: z.string().max(200).default(''),
    /** Id of the key in use for tokens: another than the newest is told again. */
    key: z
      .string()
      .regex(/^[0-9a-f]{6}$/)
      .optional(),
  }),
  response: {
    200: inboxReplySchema,
    400: problemSchema,
    401: problemSchema,
    403: problemSchema,
    429: problemSchema,
  },
};

export function registerInbox(app: HqApp, { db, now, directory, watch, pools, pollMs }: InboxOptions): void {
  const rateLimit = {
    max: REQUESTS_A_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: (request: Parameters<typeof mirrorIn>[0]) => mirrorIn(request).mirrorId,
  };
  const onRequest = mirrorAuth(app, directory);
  app.get(
    '/v1/mirrors/:mirror/inbox',
    { schema, config: { rateLimit }, onRequest },
    async (request, reply) => {
      const { mirrorId } = mirrorIn(request);
      if (request.params.mirror !== mirrorId)
        throw new Problem('forbidden', 'A mirror reads its own inbox and no other.');
      const { after, pool, key } = request.query;
      const atOnce = await read(db, mirrorId, after);
      if (atOnce.length > 0) return { messages: atOnce };
      // A mirror that has not read all yet may have codes on their way.
      pools.offer(mirrorId, readPoolLevels(pool));
      if (key !== undefined) await remindOfKey(db, mirrorId, key, now());
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      await watch.wait(mirrorId, after, pollMs, gone.signal);
      return { messages: gone.signal.aborted ? [] : await read(db, mirrorId, after) };
    },
  );
}

/** As many as fit into a reply, one at least. */
async function read(db: HqDatabase, mirrorId: string, after: number): Promise<InboxMessage[]> {
  const rows = await db
    .selectFrom('inbox')
    .select(['cursor', 'id', 'kind', 'body'])
    .where('mirror_id', '=', mirrorId)
    .where('cursor', '>', after)
    .orderBy('cursor')
    .limit(MAX_MESSAGES)
    .execute();
  let bytes = 0;
  const fitting = rows.filter(({ body }, index) => {
    bytes += Buffer.byteLength(body);
    return index === 0 || bytes <= MAX_MESSAGE_BYTES;
  });
  return Promise.all(
    fitting.map(async ({ cursor, id, kind, body }) => {
      const told = JSON.parse(body) as unknown;
      return { cursor, id, kind, body: kind === 'pool' ? await stillGood(db, mirrorId, told) : told };
    }),
  );
}

/** A mirror that is enrolled anew reads all of its inbox again, and must show no code of the pool a second time. */
async function stillGood(db: HqDatabase, mirrorId: string, told: unknown): Promise<InboxBody<'pool'>> {
  const { carrier, items } = told as InboxBody<'pool'>;
  const { rows } = await sql<{ token: string }>`
    SELECT told.token FROM unnest(${items.map(({ token }) => token)}::text[]) AS told (token)
    WHERE NOT EXISTS (SELECT 1 FROM codes WHERE codes.mirror_id = ${mirrorId} AND codes.token = told.token
      AND codes.shown_ms IS NOT NULL)`.execute(db);
  const revoked = new Set(await revokedKeys(db, mirrorId));
  const good = new Set(
    rows.map(({ token }) => token).filter((token) => !revoked.has(partsOf(token)?.keyId ?? '')),
  );
  return { carrier, items: items.filter(({ token }) => good.has(token)) };
}
