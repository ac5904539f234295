/** An HQ with two dealers, three stores of which one changed its dealer, and a browser for each role that is signed in. */
import { createOperator } from '../../../../hq/accounts/operators.ts';
import { buildPasswords } from '../../../../hq/accounts/passwords.ts';
import { beginSession, csrfOf } from '../../../../hq/accounts/sessions.ts';
import { importRegistry } from '../../../../hq/registry/import.ts';
import { NOON_MS, openTestHq, type TestHq } from '../hq-fixture.ts';

/** Hashes tell their cost, so the server's own passwords match these. */
export const cheapPasswords = buildPasswords({ logN: 4, r: 8, p: 1 });

/** PGlite makes a database in 2 s, and on a busy machine in many more. */
export const SLOW_START_MS = 60_000;

/** `moved` was of dealer west until the 19th. */
const REGISTRY = `kind,id,name,brand,dealer,store,timeZone,from,to
brand,b,Brand,,,,,,
dealer,east,East,b,,,,,
dealer,west,West,b,,,,,
store,own,Own store,,east,,Asia/Shanghai,,
store,moved,Moved store,,west,,Asia/Shanghai,2026-01-01,2026-11-19
store,moved,Moved store,,east,,Asia/Shanghai,2026-11-20,
store,other,Other store,,west,,Asia/Shanghai,,
mirror,own-1,Own mirror,,,own,,,
mirror,moved-1,Moved mirror,,,moved,,,
mirror,other-1,Other mirror,,,other,,,
advisor,ba-own,Own advisor,,,own,,,
advisor,ba-other,Other advisor,,,other,,,
`;

export const WHO = ['hq', 'dealer', 'store', 'nobody'] as const;
export type Who = (typeof WHO)[number];
const SCOPES = { hq: '', dealer: 'east', store: 'own' };

export async function openPages() {
  const hq = await openTestHq();
  await importRegistry(hq.db, REGISTRY);
  const tokens = { hq: '', dealer: '', store: '', nobody: 'nothing' };
  for (const role of ['hq', 'dealer', 'store'] as const) {
    const scopeId = SCOPES[role];
    const { id } = await createOperator(
      hq.db,
      cheapPasswords,
      { login: `${role}-desk`, role, scopeId },
      NOON_MS,
    );
    await hq.db.updateTable('operators').set({ must_change: false }).where('operator_id', '=', id).execute();
    tokens[role] = await beginSession(hq.db, id, NOON_MS);
  }
  return { ...hq, tokens, ...browsersOf(hq, tokens) };
}

function browsersOf({ app }: TestHq, tokens: Record<Who, string>) {
  const cookie = (who: Who) => ({ cookie: `vermilion-hq-session=${tokens[who]}; vermilion-hq-language=en` });
  return {
    get: (who: Who, url: string) => app.inject({ url, headers: cookie(who) }),
    post: (who: Who, url: string, fields: Record<string, string> = {}, csrf = csrfOf(tokens[who])) =>
      app.inject({
        method: 'POST',
        url,
        headers: { ...cookie(who), 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ csrf, ...fields }).toString(),
      }),
    /** As a browser sends a form with a file. */
    async upload(
      who: Who,
      url: string,
      fields: Record<string, string>,
      file: string | Uint8Array<ArrayBuffer>,
    ) {
      const form = new FormData();
      for (const [name, value] of Object.entries({ csrf: csrfOf(tokens[who]), ...fields }))
        form.set(name, value);
      form.set('file', new Blob([file]), 'file.csv');
      const sent = new Response(form);
      const headers = { ...cookie(who), 'content-type': sent.headers.get('content-type') ?? '' };
      return app.inject({ method: 'POST', url, headers, payload: Buffer.from(await sent.arrayBuffer()) });
    },
  };
}

export type TestPages = Awaited<ReturnType<typeof openPages>>;

/** What the audit holds of one kind. */
export async function deedsIn(db: TestHq['db'], what: string) {
  const rows = await db.selectFrom('audit').selectAll().where('what', '=', what).execute();
  return rows.map(({ operator_id, detail }) => ({ operator_id, detail: JSON.parse(detail) }));
}
