/**
 * `/hooks/…`: where platforms tell HQ that a code was used. Only those are there that the settings name. A call is answered
 * once its claims are recorded; a platform that is not answered with success sends the same again, which changes nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Taken } from '../claims/claim.ts';
import { takeClaim } from '../claims/take.ts';
import type { Adapter, Hook } from './adapter.ts';
import { buildLine } from './line/adapter.ts';
import type { CarrierParts } from './parts.ts';
import { buildMiniProgram } from './wechat/mini-program.ts';
import { buildOfficialAccount } from './wechat/official-account.ts';
import { buildWecom } from './wecom/adapter.ts';
import { buildWhatsapp } from './whatsapp/adapter.ts';

const MAX_BODY_BYTES = 64 * 1024;
/** Of one address: a platform speaks for a whole fleet from a few. */
const CALLS_A_MINUTE = 6000;

export async function registerCarriers(app: FastifyInstance, parts: CarrierParts): Promise<void> {
  await app.register(async (hooks) => {
    readRawBodies(hooks);
    for (const adapter of adaptersOf(parts)) registerAdapter(hooks, parts, adapter);
  });
}

function adaptersOf(parts: CarrierParts): Adapter[] {
  const { wecom, wechatOa, wechatMini, line, whatsapp } = parts.settings;
  return [
    wecom && buildWecom(parts, wecom),
    wechatOa && buildOfficialAccount(parts, wechatOa),
    wechatMini && buildMiniProgram(parts, wechatMini),
    line && buildLine(parts, line),
    whatsapp && buildWhatsapp(parts, whatsapp),
  ].filter((adapter) => adapter !== undefined);
}

/** Signatures are over what came, to the byte, whatever media type it was given. */
function readRawBodies(hooks: FastifyInstance): void {
  hooks.removeAllContentTypeParsers();
  hooks.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES },
    async (_: unknown, body: Buffer) => body,
  );
}

function registerAdapter(hooks: FastifyInstance, parts: CarrierParts, adapter: Adapter): void {
  const url = `/hooks/${adapter.name}`;
  const options = {
    schema: { hide: true },
    config: { rateLimit: { max: CALLS_A_MINUTE, timeWindow: '1 minute' } },
  };
  const { handshake } = adapter;
  if (handshake !== undefined)
    hooks.get(url, options, async (request, reply) =>
      answerWith(reply, 'text/plain; charset=utf-8', handshake(hookOf(request, parts.now()))),
    );
  hooks.post(url, options, async (request, reply) => {
    const { claims, afterwards, answer } = await adapter.verify(hookOf(request, parts.now()));
    const taken: Taken[] = [];
    for (const claim of claims) taken.push(await takeClaim(parts, claim));
    for (const each of taken) parts.metrics.claim(adapter.name, outcomeOf(each));
    await afterwards?.(taken);
    const { type, text } = (await answer?.(taken)) ?? adapter.answer;
    return answerWith(reply, type, text);
  });
}

const outcomeOf = (taken: Taken): string => (taken.kind === 'refused' ? 'refused' : taken.outcome);

const answerWith = (reply: FastifyReply, type: string, text: string): FastifyReply =>
  reply.type(type).send(text);

function hookOf({ query, headers, body }: FastifyRequest, nowMs: number): Hook {
  const parameters = Object.entries(query as Record<string, unknown>);
  return {
    query: Object.fromEntries(
      parameters.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    header(name) {
      const value = headers[name];
      return typeof value === 'string' ? value : undefined;
    },
    body: body instanceof Buffer ? body : Buffer.alloc(0),
    nowMs,
  };
}
