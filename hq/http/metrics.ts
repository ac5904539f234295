/** What HQ counts of itself, as Prometheus text. No label names a mirror, a visit or a person. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventsReply } from '../../main/contract/wire.ts';
import { buildCarrierMetrics, type CarrierMetrics } from '../carriers/metrics.ts';

export interface HqMetrics {
  request(route: string, method: string, status: number, seconds: number): void;
  batch(reply: EventsReply, seconds: number): void;
  readonly carriers: CarrierMetrics;
  /** Prometheus text. */
  read(): Promise<string>;
  readonly contentType: string;
}

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** @param mirrorsSeen how many mirrors reported within the last five minutes; @param isDatabaseUp asked with each reading */
export function buildMetrics(edges: {
  mirrorsSeen(): Promise<number>;
  isDatabaseUp(): Promise<boolean>;
}): HqMetrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'vermilion_hq_request_seconds',
    help: 'Time to answer, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const events = new Counter({
    name: 'vermilion_hq_events_total',
    help: 'Events by what became of them: accepted, duplicate, or the code of their rejection.',
    labelNames: ['outcome'],
    registers,
  });
  const batches = new Histogram({
    name: 'vermilion_hq_batch_seconds',
    help: 'Time from a batch read to its commit.',
    buckets: REQUEST_SECONDS,
    registers,
  });
  new Gauge({
    name: 'vermilion_hq_mirrors_seen',
    help: 'Mirrors that sent something within the last five minutes.',
    registers,
    async collect() {
      this.set(await edges.mirrorsSeen().catch(() => Number.NaN));
    },
  });
  new Gauge({
    name: 'vermilion_hq_database_up',
    help: '1 when the database answers.',
    registers,
    async collect() {
      this.set((await edges.isDatabaseUp()) ? 1 : 0);
    },
  });
  return {
    request: (route, method, status, seconds) => requests.observe({ route, method, status }, seconds),
    batch({ accepted, duplicate, rejected }, seconds) {
      events.inc({ outcome: 'accepted' }, accepted.length);
      events.inc({ outcome: 'duplicate' }, duplicate.length);
      for (const { code } of rejected) events.inc({ outcome: code });
      batches.observe(seconds);
    },
    carriers: buildCarrierMetrics(registry),
    read: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
