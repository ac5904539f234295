/** HQ with every platform in its settings, mirrors that show codes there, and what became of a code. */
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import type { InjectOptions } from 'light-my-request';
import { v7 as newId } from 'uuid';
import { expect } from 'vitest';
import { type HqSettings, hqSettingsSchema } from '../../../../hq/settings/hq-settings.ts';
import type { Carrier } from '../../../../main/contract/carriers.ts';
import { giveKey, mintToken } from '../../../fakes/tokens.ts';
import { newMirror, openTestHq, registerStores, type TestHq, type TestMirror, WORN } from '../hq-fixture.ts';

const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

export const SECRETS = {
  wecom: { corpId: 'wwbrand0000000001', token: 'wecom-token', encodingAesKey: AES_KEY },
  wechatOa: { appId: 'wxaccount00000001', token: 'oa-token' },
  wechatMini: { appId: 'wxmini00000000001', token: 'mini-token' },
  line: { channelSecret: 'line-secret' },
  whatsapp: { appSecret: 'whatsapp-secret', verifyToken: 'whatsapp-verify' },
};

/** For what happens beside an answer, on a machine with much else to do. */
export const PATIENCE = { timeout: 15_000, interval: 200 };

export const settingsOf = (given: Record<string, unknown>): HqSettings => hqSettingsSchema.parse(given);

/** @param more over the secrets of all platforms */
export async function openHooks(more: Record<string, unknown> = {}, log?: { write(line: string): void }) {
  const hq = await openTestHq(undefined, {
    settings: settingsOf({ ...SECRETS, ...more }),
    ...(log && { log }),
  });
  await registerStores(hq.db);
  const mirror = await newMirror(hq);
  const key = await giveKey(hq.db, mirror.id);
  return {
    ...hq,
    mirror,
    mint: () => mintToken(key),
    /** A code of the mirror's, which HQ has its word of. */
    async show(carrier: Carrier, ba: string | null = null): Promise<string> {
      const token = mintToken(key);
      const body = { token, carrier, benefit: null, ba, skus: [WORN.sku] };
      const event = mirror.mint({ type: 'code.shown', visitId: newId(), body });
      expect((await mirror.send([event])).accepted).toEqual([event.id]);
      return token;
    },
    call: (options: InjectOptions) => hq.app.inject(options),
    claims: () => hq.db.selectFrom('claims').selectAll().orderBy('received_ms').execute(),
  };
}

export type Hooks = Awaited<ReturnType<typeof openHooks>>;

/** The newest judgement of each claim of the code, by who claimed it. */
export async function creditsOf({ db }: TestHq, token: string) {
  return db
    .selectFrom('credits')
    .leftJoin('contact_refs', 'contact_refs.contact_id', 'credits.contact_id')
    .select(['carrier', 'outcome', 'credit_store_id', 'credit_ba', 'channel', 'ref', 'claimed_ms'])
    .where('token', '=', token)
    .orderBy('claimed_ms')
    .execute();
}

/** What the mirror was told of claims of this code. */
export async function toldOf({ db }: TestHq, { id }: TestMirror, token: string) {
  const rows = await db
    .selectFrom('inbox')
    .select('body')
    .where('mirror_id', '=', id)
    .where('kind', '=', 'claim')
    .execute();
  return rows.map(({ body }) => JSON.parse(body)).filter((body) => body.token === token);
}

/** An id that nobody has had before. */
let people = 0;
export const somebody = (prefix = 'o'): string => `${prefix}Somebody${String(++people).padStart(8, '0')}`;

export const metricsOf = async ({ app }: TestHq): Promise<string> => (await app.inject('/metrics')).body;

/** The text with one sign at a random place exchanged for another. */
export function withOneSignChanged(text: string): string {
  const at = randomInt(text.length);
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
}

/** Bodies and queries of whoever finds the address: never a failure of HQ's, and never a claim. */
export async function expectNothingOfGarbage(hooks: Hooks, url: string): Promise<void> {
  const before = await hooks.claims();
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.string().map((inner) => `<xml>${inner}</xml>`),
  );
  const query = fc.dictionary(
    fc.constantFrom(
      'signature',
      'msg_signature',
      'timestamp',
      'nonce',
      'echostr',
      'hub.mode',
      'hub.challenge',
    ),
    fc.string(),
  );
  const types = fc.constantFrom(
    'text/xml',
    'application/json',
    'application/x-www-form-urlencoded',
    'a/b; c',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST'),
      query,
      text,
      types,
      async (method, parameters, payload, type) => {
        const reply = await hooks.call({
          method: method as 'GET' | 'POST',
          url,
          query: parameters,
          headers: { 'content-type': type },
          ...(method === 'POST' && { payload }),
        });
        expect(reply.statusCode).toBeGreaterThanOrEqual(400);
        expect(reply.statusCode).toBeLessThan(500);
      },
    ),
    { numRuns: 150 },
  );
  expect(await hooks.claims()).toEqual(before);
}
