/** `/credit` as page, JSON and CSV: one report, asked for and shown by the same rules; and its claims one by one. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { csvText } from '../../../main/contract/csv.ts';
import { audit } from '../../accounts/audit.ts';
import { operatorIn, requireOperator } from '../../accounts/guard.ts';
import { type CreditAsked, creditRows } from '../../credit/read.ts';
import { creditReport, creditReportSchema } from '../../credit/report.ts';
import { picksFor } from '../../funnel/picks.ts';
import { problemSchema } from '../../http/problem.ts';
import { parametersSchema, readRequest } from '../funnel/request.ts';
import { sendPage } from '../layout.ts';
import { namesOf } from '../names.ts';
import type { PagesOptions } from '../pages.ts';
import { registerClaim } from './claim-routes.ts';
import { creditPage, MOST_ENTRIES } from './credit-page.ts';
import { reportRows } from './report-rows.ts';

const described = {
  tags: ['operators'],
  summary: 'Credit for claims in any part of the fleet in the operator’s scope',
  querystring: parametersSchema,
  response: { 200: creditReportSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema },
};

export function registerCredit(app: FastifyInstance, options: PagesOptions): void {
  const { db, now } = options;
  const guard = { onRequest: requireOperator() };
  const read = async (request: FastifyRequest): Promise<CreditAsked> => {
    const { asked } = await readRequest(db, operatorIn(request), request.query, now());
    const { scope, filters, from, to } = asked;
    return { scope, filters, from, to };
  };
  const noteExport = (request: FastifyRequest, form: string) =>
    audit(db, { operatorId: operatorIn(request).id, what: 'credit-exported', detail: { form } }, now());

  app.get('/credit', guard, async (request, reply) => {
    const asked = await read(request);
    const [report, entries, picks, all] = await Promise.all([
      creditReport(db, asked),
      creditRows(db, asked, MOST_ENTRIES),
      picksFor(db, asked.scope, asked.filters.store),
      picksFor(db, asked.scope),
    ]);
    const body = creditPage(request, { asked, report, entries, picks, names: namesOf(all) });
    return sendPage(request, reply, { title: request.words.say('nav.credit'), body });
  });
  app.get('/credit.json', { ...guard, schema: described }, async (request) => {
    const report = await creditReport(db, await read(request));
    await noteExport(request, 'json');
    return report;
  });
  app.get('/credit.csv', guard, async (request, reply): Promise<FastifyReply> => {
    const report = await creditReport(db, await read(request));
    await noteExport(request, 'csv');
    return reply
      .type('text/csv; charset=utf-8')
      .header(
        'content-disposition',
        `attachment; filename="vermilion-credit-${report.from}-${report.to}.csv"`,
      )
      .send(csvText(reportRows(request.words, report)));
  });
  registerClaim(app, options);
}
