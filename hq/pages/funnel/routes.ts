/** `/funnel` as page, JSON and CSV: one report, asked for and shown by the same rules. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { csvText } from '../../../main/contract/csv.ts';
import { funnelReportSchema } from '../../../main/contract/funnel.ts';
import { audit } from '../../accounts/audit.ts';
import { operatorIn, requireOperator } from '../../accounts/guard.ts';
import { picksFor } from '../../funnel/picks.ts';
import { queryFunnel } from '../../funnel/query.ts';
import { problemSchema } from '../../http/problem.ts';
import { sendPage } from '../layout.ts';
import type { PagesOptions } from '../pages.ts';
import { readCatalogue } from './catalogue.ts';
import { funnelPage } from './funnel-page.ts';
import { reportRows } from './report-rows.ts';
import { parametersSchema, readRequest } from './request.ts';

const described = {
  tags: ['operators'],
  summary: 'The funnel of any part of the fleet in the operator’s scope',
  querystring: parametersSchema,
  response: { 200: funnelReportSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema },
};

export function registerFunnel(app: FastifyInstance, { db, now }: PagesOptions): void {
  const guard = { onRequest: requireOperator() };
  const read = async (request: FastifyRequest) => {
    const { asked, today } = await readRequest(db, operatorIn(request), request.query, now());
    return { asked, today, report: await queryFunnel(db, asked) };
  };
  const noteExport = (request: FastifyRequest, form: string) =>
    audit(db, { operatorId: operatorIn(request).id, what: 'funnel-exported', detail: { form } }, now());

  app.get('/funnel', guard, async (request, reply) => {
    const found = await read(request);
    const { scope, filters, from, to } = found.asked;
    const [picks, catalogue, demo] = await Promise.all([
      picksFor(db, scope, filters.store),
      readCatalogue(db, scope),
      queryFunnel(db, { scope, filters, from, to, mode: 'demo' }),
    ]);
    const body = funnelPage(request, { ...found, picks, catalogue, demoVisits: demo.total.visits });
    return sendPage(request, reply, { title: request.words.say('nav.funnel'), body });
  });
  app.get('/funnel.json', { ...guard, schema: described }, async (request) => {
    const { report } = await read(request);
    await noteExport(request, 'json');
    return report;
  });
  app.get('/funnel.csv', guard, async (request, reply): Promise<FastifyReply> => {
    const { report } = await read(request);
    await noteExport(request, 'csv');
    const name = `vermilion-funnel-${report.from}-${report.to}.csv`;
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(csvText(reportRows(request.words, report)));
  });
}
