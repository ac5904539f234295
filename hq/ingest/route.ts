/** `POST /v1/events`: a batch of one mirror comes in; what became of each event goes out, after the commit and never before. */
import { z } from 'zod';
import type { EventBody, MirrorEvent } from '../../main/contract/events.ts';
import { envelopeSchema, eventsReplySchema, WIRE, WIRE_PATHS } from '../../main/contract/wire.ts';
import { settlePending } from '../claims/take.ts';
import type { HqMetrics } from '../http/metrics.ts';
import { problemSchema } from '../http/problem.ts';
import type { HqApp, HqParts } from '../server.ts';
import { readBatches, requireBatch } from './batch-body.ts';
import { judgeBatch } from './judge.ts';
import { mirrorAuth, mirrorIn } from './mirror-auth.ts';
import type { MirrorDirectory } from './mirror-directory.ts';
import { recordBatch } from './record.ts';

export interface IngestOptions extends HqParts {
  directory: MirrorDirectory;
  metrics: HqMetrics;
}

/** A backlog drains at one request after the other; a mirror that asks more often than this is out of order. */
const REQUESTS_A_MINUTE = 3000;

/** Needs `authorization` of a mirror. The body's schema is for the document: each event is judged by itself (judge.ts). */
const schema = {
  tags: ['mirrors'],
  summary: 'Deliver events',
  description: `At most ${WIRE.maxEvents} events and ${WIRE.maxBytes} bytes before compression. Answered per id, after the commit; ids that the answer does not name are not done.`,
  security: [{ mirror: [] }],
  consumes: [WIRE.mediaType],
  body: z.array(envelopeSchema).max(WIRE.maxEvents),
  response: {
    200: eventsReplySchema,
    400: problemSchema,
    401: problemSchema,
    413: problemSchema,
    415: problemSchema,
    429: problemSchema,
    503: problemSchema,
  },
};

export function registerEvents(app: HqApp, { directory, metrics, ...parts }: IngestOptions): void {
  const { db, now } = parts;
  readBatches(app);
  const rateLimit = {
    max: REQUESTS_A_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: (request: Parameters<typeof mirrorIn>[0]) => mirrorIn(request).mirrorId,
  };
  app.post(
    WIRE_PATHS.events,
    {
      schema,
      config: { rateLimit },
      onRequest: [mirrorAuth(app, directory), requireBatch],
      validatorCompiler: () => (value: unknown) => ({ value }),
      serializerCompiler: () => JSON.stringify,
    },
    async (request, reply) => {
      const receivedMs = now();
      const began = performance.now();
      const mirror = mirrorIn(request);
      const judged = judgeBatch(request.body, mirror);
      const sentMs = timeOf(request.headers[WIRE.sentHeader]);
      const answer = await recordBatch(db, { ...judged, mirror, receivedMs, sentMs });
      await settlePending(parts, mirror.mirrorId, tokensOf(judged.events));
      metrics.batch(answer, (performance.now() - began) / 1000);
      reply.header(WIRE.receivedHeader, new Date(receivedMs).toISOString());
      return answer;
    },
  );
}

/** Of the codes that were shown; what was acknowledged but not settled before is told again. */
const tokensOf = (events: readonly MirrorEvent[]): string[] =>
  events.flatMap(({ type, body }) =>
    type === 'code.shown' ? [(JSON.parse(body) as EventBody<'code.shown'>).token] : [],
  );

function timeOf(header: string | string[] | undefined): number | null {
  const time = z.iso.datetime().safeParse(header);
  return time.success ? Date.parse(time.data) : null;
}
