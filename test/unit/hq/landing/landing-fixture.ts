/** An HQ with a counter, an advisor and a mirror that shows codes, and phones that open them: each from an address of its own. */
import { Writable } from 'node:stream';
import { v7 as newId } from 'uuid';
import { onTestFinished } from 'vitest';
import { sendToMirror } from '../../../../hq/inbox/send.ts';
import { importRegistry } from '../../../../hq/registry/import.ts';
import { buildServer } from '../../../../hq/server.ts';
import { hqSettingsSchema } from '../../../../hq/settings/hq-settings.ts';
import type { NewEvent } from '../../../../main/contract/events.ts';
import type { InboxBody, InboxKind } from '../../../../main/contract/wire.ts';
import sample from '../../../../models/shades/catalogue.json' with { type: 'json' };
import { giveKey, mintToken } from '../../../fakes/tokens.ts';
import { newMirror, openTestHq, registerStores, type TestHq, WORN } from '../hq-fixture.ts';

/** Two of the sample's, the first of them loved. */
export const SKUS = ['VA-S05', 'VA-M01'];
export const LOVED = 'VA-S05';
export const NAMES: Record<string, { 'zh-CN': string; en: string }> = Object.fromEntries(
  sample.shades.map(({ sku, name }) => [sku, name]),
);
export const ADVISOR = 'Advisor A';
export const COOKIE = 'vermilion-member';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

export async function openLanding() {
  const lines: string[] = [];
  const log = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const hq = await openTestHq(undefined, { log });
  await registerStores(hq.db);
  await importRegistry(hq.db, `kind,id,name,store\nadvisor,ba-a,${ADVISOR},shanghai`);
  let phones = 0;
  const phoneFor = (app: TestHq['app'], language: string) => phoneOf(app, `10.0.0.${++phones}`, language);

  return {
    ...hq,
    ...(await showingMirror(hq)),
    /** Another one, which has been told nothing. */
    newMirror: () => showingMirror(hq),
    /** What HQ's log holds. */
    logged: () => lines.join(''),
    phone: (language = 'en') => phoneFor(hq.app, language),
    /** Another process of this HQ. @param membership as a settings file has it. @returns phones that reach that one */
    async withSettings(membership: object) {
      const settings = hqSettingsSchema.parse({ membership });
      const app = await buildServer({ db: hq.db, settings, now: () => hq.clock.nowMs });
      onTestFinished(() => app.close());
      return { phone: (language = 'en') => phoneFor(app, language) };
    },
  };
}

async function showingMirror(hq: TestHq) {
  const mirror = await newMirror(hq);
  const key = await giveKey(hq.db, mirror.id);
  return {
    /** A token that HQ has not heard of. */
    mint: () => mintToken(key),
    tell: <K extends InboxKind>(kind: K, body: InboxBody<K>) =>
      sendToMirror(hq.db, mirror.id, kind, body, hq.clock.nowMs),
    /** As the mirror's events tell of a code. @returns its token */
    async show(code: { token?: string; skus?: string[]; benefit?: string | null } = {}): Promise<string> {
      const { token = mintToken(key), skus = SKUS, benefit = null } = code;
      const visitId = newId();
      const events: NewEvent[] = [
        { type: 'visit.started', visitId, body: { trigger: 'touch', mode: 'shopper', ba: 'ba-a' } },
        ...skus.map((sku): NewEvent => ({ type: 'shade.worn', visitId, body: { ...WORN, sku } })),
        { type: 'shade.favourited', visitId, body: { sku: LOVED } },
        { type: 'code.shown', visitId, body: { token, carrier: 'link', benefit, ba: 'ba-a', skus } },
      ];
      const { rejected } = await mirror.send(events.map((event) => mirror.mint(event)));
      if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
      return token;
    },
  };
}

export type TestLanding = Awaited<ReturnType<typeof openLanding>>;

/** A browser that keeps cookies. */
function phoneOf(app: TestHq['app'], address: string, language: string) {
  const cookies = new Map<string, string>();
  const headers = () => ({
    'accept-language': language,
    'x-forwarded-for': address,
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  });
  async function ask(request: { method: 'GET' | 'POST'; url: string; payload?: string; form?: boolean }) {
    const { form, ...rest } = request;
    const reply = await app.inject({ ...rest, headers: { ...headers(), ...(form && FORM) } });
    for (const { name, value } of reply.cookies)
      value === '' ? cookies.delete(name) : cookies.set(name, value);
    return reply;
  }
  return {
    cookies,
    get: (url: string) => ask({ method: 'GET', url }),
    post: (url: string, fields: Record<string, string> = {}) =>
      ask({ method: 'POST', url, payload: new URLSearchParams(fields).toString(), form: true }),
  };
}

export const joinFields = { nickname: 'Member A', membership: 'on' };
