/** `/healthz` for whoever keeps HQ running, `/metrics` for whoever watches it. Neither tells of mirrors or people. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { HqApp } from '../server.ts';
import type { HqDatabase } from '../storage/schema.ts';
import type { HqMetrics } from './metrics.ts';
import { Problem, problemSchema } from './problem.ts';

const healthSchema = {
  tags: ['operation'],
  summary: 'Whether HQ can record',
  response: { 200: z.strictObject({ status: z.literal('ok') }), 503: problemSchema },
};

const metricsSchema = { tags: ['operation'], summary: 'Prometheus text', response: { 200: z.string() } };

export async function isUp(db: HqDatabase): Promise<boolean> {
  try {
    await sql`SELECT 1`.execute(db);
    return true;
  } catch {
    return false;
  }
}

export function registerStatus(app: HqApp, { db, metrics }: { db: HqDatabase; metrics: HqMetrics }): void {
  app.get('/healthz', { schema: healthSchema }, async () => {
    if (await isUp(db)) return { status: 'ok' as const };
    throw new Problem('database-away', 'HQ cannot reach its database just now.');
  });
  app.get(
    '/metrics',
    { schema: metricsSchema, serializerCompiler: () => String },
    async (_request, reply) => {
      reply.type(metrics.contentType);
      return metrics.read();
    },
  );
}
