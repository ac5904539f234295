/**
 * HQ's web server over an open database: routes for mirrors, health, metrics and the API document, and the operators' pages,
 * with headers, limits and problems the same for all. Whoever built it closes it.
 */
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { DestinationStream } from 'pino';
import { registerCarriers } from './carriers/carriers.ts';
import { buildCarrierParts } from './carriers/parts.ts';
import { buildPoolFiller } from './carriers/pool-filler.ts';
import { registerEnrolment } from './enrolment/route.ts';
import { limitRequests, newApp } from './http/base-app.ts';
import { buildMetrics } from './http/metrics.ts';
import { describeApi } from './http/openapi.ts';
import { isUp, registerStatus } from './http/status.ts';
import { POLL_MS, registerInbox } from './inbox/route.ts';
import { buildInboxWatch } from './inbox/waiting.ts';
import { buildDirectory } from './ingest/mirror-directory.ts';
import { registerEvents } from './ingest/route.ts';
import { registerLanding } from './landing/landing.ts';
import { registerPages } from './pages/pages.ts';
import { DEFAULT_HQ_SETTINGS, type HqSettings } from './settings/hq-settings.ts';
import type { HqDatabase } from './storage/schema.ts';

export interface ServerOptions {
  db: HqDatabase;
  settings?: HqSettings;
  /** JSON lines; none are written when left out. */
  log?: DestinationStream;
  now?(): number;
  /** How long an empty inbox is waited for. */
  pollMs?: number;
}

/** What all that belongs to claims, credit and contacts needs. */
export interface HqParts {
  readonly db: HqDatabase;
  readonly settings: HqSettings;
  now(): number;
}

/** What buildServer gives, and each registering function takes. */
export type HqApp = Awaited<ReturnType<typeof buildServer>>;

const SEEN_WITHIN_MS = 5 * 60_000;

export async function buildServer(options: ServerOptions) {
  const { db, settings = DEFAULT_HQ_SETTINGS, log, now = Date.now, pollMs = POLL_MS } = options;
  const parts: HqParts = { db, settings, now };
  const app = newApp(log).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('mirror', null);
  const metrics = buildMetrics(edgesOf(db, now));
  app.addHook('onResponse', async ({ routeOptions, method }, reply) => {
    metrics.request(routeOptions.url ?? 'none', method, reply.statusCode, reply.elapsedTime / 1000);
  });
  await describeApi(app);
  await limitRequests(app);
  const directory = buildDirectory(db, now);
  const watch = buildInboxWatch(db);
  app.addHook('preClose', () => watch.stop());
  registerStatus(app, { db, metrics });
  registerEnrolment(app, { db, now });
  registerEvents(app, { ...parts, directory, metrics });
  const carriers = buildCarrierParts(parts, metrics.carriers);
  app.addHook('onClose', () => carriers.stop());
  registerInbox(app, { db, now, directory, watch, pollMs, pools: buildPoolFiller(carriers) });
  await registerCarriers(app, carriers);
  await registerPages(app, parts);
  await registerLanding(app, parts);
  return app;
}

function edgesOf(db: HqDatabase, now: () => number) {
  return {
    async mirrorsSeen() {
      const row = await db
        .selectFrom('mirrors')
        .select((column) => column.fn.countAll<number>().as('seen'))
        .where('last_seen_ms', '>', now() - SEEN_WITHIN_MS)
        .executeTakeFirstOrThrow();
      return row.seen;
    },
    isDatabaseUp: () => isUp(db),
  };
}
