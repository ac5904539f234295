/**
 * Measures how long a claim takes to the thank-you: `npm run bench:claims [-- claims]`. A mirror's service and HQ as they
 * are, over HTTP on this machine: a code is shown, its landing page's form is sent as a phone does, and the clock runs until
 * the mirror's screen is told to say thank you. Prints a table; each claim takes about a second.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { createCode } from '../../../hq/enrolment/codes.ts';
import { startHq } from '../../../hq/hq.ts';
import { importRegistry } from '../../../hq/registry/import.ts';
import { SAMPLE_MIRROR, sampleRegistry } from '../../../hq/registry/sample.ts';
import type { CodeView } from '../../../main/contract/code-view.ts';
import type { Contract } from '../../../main/contract/contract.ts';
import type { Intent } from '../../../main/contract/intents.ts';
import type { Session } from '../../../main/contract/session.ts';
import { startService } from '../../../main/service.ts';
import { percentile } from '../stats.ts';
import { layOut } from '../tables.ts';

const claims = Number(process.argv[2] ?? 60);
const folder = mkdtempSync(join(import.meta.dirname, '../../../.cache/bench-claims-'));
const url = process.env.DATABASE_URL;

const hq = await startHq({ database: url ? { url } : { dataFolder: join(folder, 'hq') }, port: 0 });
await importRegistry(hq.db, sampleRegistry('UTC'));
const code = await createCode(hq.db, SAMPLE_MIRROR, Date.now());
const service = startService({
  args: ['--data', 'data'],
  environment: { VERMILION_HQ: hq.address, VERMILION_HQ_CODE: code },
  folder,
});
const { port1, port2 } = new MessageChannel();
service.servePort(port1);
port1.start();
port2.start();
const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ port: port2 }));
const sessions = (await client.session())[Symbol.asyncIterator]();
const session = (await sessions.next()).value as Session;
const views = (await client.code())[Symbol.asyncIterator]();

async function viewOf<K extends CodeView['kind']>(kind: K): Promise<Extract<CodeView, { kind: K }>> {
  for (;;) {
    const view = (await views.next()).value as CodeView;
    if (view.kind === kind) return view as Extract<CodeView, { kind: K }>;
  }
}

const intend = (type: 'code.show' | 'code.hide') =>
  client.send({ id: crypto.randomUUID(), visit: session.visit, atMs: Date.now(), type } as Intent);

let phones = 0;

/** As a phone sends the form, each from an address of its own. */
async function joinBy(landing: string): Promise<void> {
  const headers = { 'x-forwarded-for': `192.0.2.${++phones % 250}` };
  const body = new URLSearchParams({ nickname: 'Bench', membership: 'on' });
  const answer = await fetch(`${landing}/join`, { method: 'POST', body, headers, redirect: 'manual' });
  if (answer.status !== 303) throw new Error(`HQ answered the form with ${answer.status}.`);
}

async function timeOne(): Promise<number> {
  await intend('code.show');
  const { payload } = await viewOf('shown');
  // A person takes longer than this to raise her phone.
  await sleep(500 + 1000 * Math.random());
  const startedMs = performance.now();
  await joinBy(payload as string);
  await viewOf('thanks');
  const tookMs = performance.now() - startedMs;
  await intend('code.hide');
  await viewOf('none');
  return tookMs;
}

while ((await client.health()).sync.mirror === null) await sleep(100);
const times: number[] = [];
for (let index = 0; index < claims; index++) times.push(await timeOne());
const ms = (share: number) => Math.round(percentile(times, share)).toString();
console.log(
  layOut([
    ['claim → thank-you', 'p50 ms', 'p95 ms', 'worst ms', 'wished p95'],
    [`${claims} claims, HQ on ${url ? 'PostgreSQL' : 'PGlite'}`, ms(0.5), ms(0.95), ms(1), '2000'],
  ]),
);
port2.close();
await service.stop();
await hq.stop();
rmSync(folder, { recursive: true, force: true });
