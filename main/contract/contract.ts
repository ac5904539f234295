/**
 * Everything that page and service say to each other, the same over WebSocket and MessagePort. The live queries answer
 * with the present value at once and then with every change; a reader that is slow is given the newest.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { catalogueSchema } from './catalogue.ts';
import { codeViewSchema } from './code-view.ts';
import { funnelQuerySchema, funnelReportSchema } from './funnel.ts';
import { healthSchema, pageReportSchema } from './health.ts';
import { intentSchema, receiptSchema } from './intents.ts';
import { pageSettingsSchema } from './page-settings.ts';
import { sessionSchema } from './session-schema.ts';

export const contract = {
  /** Live. */
  settings: oc.output(eventIterator(pageSettingsSchema)),
  /** Live. */
  catalogue: oc.output(eventIterator(catalogueSchema)),
  /** Live: what the shopper wears and loves, as recorded. */
  session: oc.output(eventIterator(sessionSchema)),
  /** Live: the code on the screen, or what stands in its place. */
  code: oc.output(eventIterator(codeViewSchema)),
  /** Answers once the intent is recorded. `UNKNOWN_SHADE`: the catalogue has no such SKU; sending it again is no use. */
  send: oc
    .input(intentSchema)
    .output(receiptSchema)
    .errors({ UNKNOWN_SHADE: { status: 422, data: z.strictObject({ sku: z.string() }) } }),
  /** The page's own health, every two seconds; it is the heartbeat of the connection as well. */
  report: oc.input(pageReportSchema).output(z.strictObject({ boot: z.uuid() })),
  /** The whole mirror's health. */
  health: oc.output(healthSchema),
  /** What became of this store's visits, by the definitions of visit-facts.ts. */
  funnel: oc
    .input(funnelQuerySchema)
    .output(funnelReportSchema)
    /** `UNAVAILABLE`: too many ask at once, or the statistics are being started anew; asking again helps. */
    .errors({ UNAVAILABLE: { status: 503 } }),
};

export type Contract = typeof contract;
