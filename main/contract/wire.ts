/**
 * What mirror and HQ say to each other: CloudEvents 1.0 batches one way, inbox messages the other, enrolment before both.
 * The mirror's `sync` and `hq` parse each other's words by these schemas.
 */
import { z } from 'zod';
import { POOLED, type PooledCarrier } from './carriers.ts';
import { catalogueSchema } from './catalogue.ts';
import { advisorCardSchema, localTexts } from './code-view.ts';
import { EVENT_BODIES, EVENT_TYPES, EVENT_VERSION, type EventType, type MirrorEvent } from './events.ts';
import { TOKEN_PATTERN } from './tokens.ts';

/** Limits of `POST /v1/events`. */
export const WIRE = {
  mediaType: 'application/cloudevents-batch+json',
  maxEvents: 500,
  /** Of the body before compression. */
  maxBytes: 512 * 1024,
  /** Of any reply of HQ, after decompression; HQ keeps an inbox reply under it by sending fewer messages. */
  maxReplyBytes: 1024 * 1024,
  /** Names the wall clock of the mirror when it sent, ISO 8601. */
  sentHeader: 'vermilion-sent',
  /** HQ's clock when the batch came, ISO 8601. */
  receivedHeader: 'vermilion-received',
  /** HQ holds a poll of the inbox this long while there is nothing to tell. */
  inboxHoldMs: 25_000,
} as const;

/** Only the carriers that the mirror's settings use. */
export type PoolLevels = Readonly<Partial<Record<PooledCarrier, number>>>;

/** Reads what `WIRE_PATHS.inbox` wrote; what is no level is left out. */
export function readPoolLevels(text: string): PoolLevels {
  const levels = text.split(',').flatMap((each) => {
    const [, carrier, count] = /^([a-z-]+):(\d{1,4})$/.exec(each) ?? [];
    const known = POOLED.find((name) => name === carrier);
    return known === undefined ? [] : [[known, Number(count)] as const];
  });
  return Object.fromEntries(levels);
}

/** Below the address of HQ that the settings name. */
export const WIRE_PATHS = {
  events: '/v1/events',
  enrol: '/v1/enrol',
  /**
   * @param pool how many codes of each pooled carrier the settings use are left at the mirror: HQ fills up what is low
   * @param key id of the key in use for tokens: HQ tells its newest again to a mirror that has another
   */
  inbox: (mirror: string, after: number, pool: PoolLevels = {}, key?: string): string => {
    const levels = Object.entries(pool).map(([carrier, count]) => `${carrier}:${count}`);
    const query = levels.length === 0 ? '' : `&pool=${levels.join(',')}`;
    return `/v1/mirrors/${mirror}/inbox?after=${after}${query}${key === undefined ? '' : `&key=${key}`}`;
  },
} as const;

/** Names of stores, mirrors and advisors in the registry. */
export const registryId = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    'must be small letters, digits and hyphens, 64 at the most',
  );

const typeName = (type: EventType) => `app.vermilion.${type}.v${EVENT_VERSION}`;
const TYPES = new Map(EVENT_TYPES.map((type) => [typeName(type), type]));

export const eventTypeOf = (name: string): EventType | undefined => TYPES.get(name);
export const sourceOf = (store: string, mirror: string): string => `/stores/${store}/mirrors/${mirror}`;

/** The envelope alone; `data` is judged by type, so that one bad event does not refuse its batch. */
export const envelopeSchema = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().max(200),
  type: z.string().max(80),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json').optional(),
  data: z.record(z.string(), z.unknown()),
  seq: z.int().positive(),
  visitid: z.uuid().optional(),
  bootid: z.uuid(),
  wallms: z.int(),
  monoms: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type Envelope = z.infer<typeof envelopeSchema>;

/** The text whose SHA-256 an event carries: every field that must not change, one a line, the body last. */
export function digestText(event: Omit<MirrorEvent, 'sha256'>): string {
  const { seq, id, type, version, visitId, timeMs, wallMs, monoMs, bootId, body } = event;
  return [seq, id, type, version, visitId ?? '', timeMs, wallMs, monoMs, bootId, body].join('\n');
}

export function toEnvelope(event: MirrorEvent, source: string): Envelope {
  return {
    specversion: '1.0',
    id: event.id,
    source,
    type: typeName(event.type),
    time: new Date(event.timeMs).toISOString(),
    data: JSON.parse(event.body),
    seq: event.seq,
    ...(event.visitId === null ? {} : { visitid: event.visitId }),
    bootid: event.bootId,
    wallms: event.wallMs,
    monoms: event.monoMs,
    sha256: event.sha256,
  };
}

/**
 * The event that an envelope carries, or why it is not one. Its hash is for the caller to compare (`digestText`).
 * JSON text of `data` is the mirror's own: both ends write it with JSON.stringify, which keeps the order of keys.
 */
export function fromEnvelope(envelope: Envelope): MirrorEvent | undefined {
  const type = eventTypeOf(envelope.type);
  if (type === undefined || !EVENT_BODIES[type].safeParse(envelope.data).success) return undefined;
  return {
    seq: envelope.seq,
    id: envelope.id,
    type,
    version: EVENT_VERSION,
    visitId: envelope.visitid ?? null,
    timeMs: Date.parse(envelope.time),
    wallMs: envelope.wallms,
    monoMs: envelope.monoms,
    bootId: envelope.bootid,
    body: JSON.stringify(envelope.data),
    sha256: envelope.sha256,
  };
}

export const REJECTIONS = ['invalid', 'hash-mismatch', 'forbidden', 'too-large'] as const;

/** HQ's answer, given only after its own commit. Ids that it does not name are not done. */
export const eventsReplySchema = z.object({
  accepted: z.array(z.string().max(64)).max(WIRE.maxEvents),
  duplicate: z.array(z.string().max(64)).max(WIRE.maxEvents),
  rejected: z.array(z.object({ id: z.string().max(64), code: z.enum(REJECTIONS) })).max(WIRE.maxEvents),
});

export type EventsReply = z.infer<typeof eventsReplySchema>;

const text = z.string().min(1).max(64);

/** 6 hexadecimal digits, in the token (tokens.ts). */
const keyId = z.string().regex(/^[0-9a-f]{6}$/);

/** A code of HQ's pool: `payload` is what its QR code says, `image` the picture where only its platform can draw it. */
const poolItemSchema = z.strictObject({
  token: z.string().regex(TOKEN_PATTERN),
  payload: z.string().max(200).nullable(),
  /** JPEG or PNG, base64. */
  image: z.string().max(250_000).nullable(),
  /** The platform's own end of it; null: none. */
  expiresMs: z.int().nullable(),
});

export type PoolItem = z.infer<typeof poolItemSchema>;

/** What HQ tells one mirror, by kind. Each is applied once, in the order of its cursor. */
export const INBOX_BODIES = {
  claim: z.strictObject({
    token: text,
    /** The visit and the time by the mirror's own `code.shown`, where HQ has it. */
    contact: z.enum(['new', 'known']),
    claimedAtMs: z.int().nonnegative(),
  }),
  join: z.strictObject({ token: text, contact: text, tier: z.string().max(32).nullable() }),
  catalogue: catalogueSchema,
  /** By SKU, in the currency's major unit. */
  prices: z.record(
    z.string().max(32),
    z.strictObject({ amount: z.number().nonnegative(), currency: z.string().regex(/^[A-Z]{3}$/) }),
  ),
  /** Pieces by SKU. */
  stock: z.record(z.string().max(32), z.int().nonnegative()),
  /** Settings by key; the mirror refuses those that HQ may not set. */
  settings: z.record(z.string().max(64), z.unknown()),
  benefits: z
    .array(
      z.strictObject({
        id: text,
        /** null: for whoever has none, which is all that a mirror ever shows. */
        tier: z.string().max(32).nullable(),
        /** What she gets at once. */
        title: localTexts,
        /** What stays. */
        later: localTexts.optional(),
      }),
    )
    .max(50),
  /** The key for new tokens, in place of the one before. */
  'code-key': z.strictObject({
    id: keyId,
    /** 32 bytes, base64url. */
    secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    /** Of this mirror, leaked: codes of its pool that were minted with one of them are of no use. */
    revoked: z.array(keyId).max(50).optional(),
  }),
  /** More codes of a pooled carrier, each with its token and good for one showing. */
  pool: z.strictObject({
    carrier: z.enum(POOLED),
    /** None where all of them were shown meanwhile. */
    items: z.array(poolItemSchema).max(50),
  }),
  /** Who serves in this mirror's store, in place of those told before. */
  advisors: z.array(advisorCardSchema).max(30),
} as const;

export type InboxKind = keyof typeof INBOX_BODIES;
export type InboxBody<K extends InboxKind> = z.infer<(typeof INBOX_BODIES)[K]>;
export const INBOX_KINDS = Object.keys(INBOX_BODIES) as InboxKind[];

/** `body` is judged by kind, so that one bad message is refused alone. */
export const inboxMessageSchema = z.object({
  /** Rises with each message of this mirror. */
  cursor: z.int().positive(),
  id: z.uuid(),
  kind: z.string().max(32),
  body: z.unknown(),
});

export const inboxReplySchema = z.object({ messages: z.array(inboxMessageSchema).max(100) });

export type InboxMessage = z.infer<typeof inboxMessageSchema>;

/** `POST /v1/enrol`: the one-time code for an identity and a key. */
export const enrolRequestSchema = z.strictObject({
  code: z.string().min(8).max(64),
  /** The mirror's own key, under which it minted tokens before it was enrolled. */
  codeKey: INBOX_BODIES['code-key'].optional(),
});
export const enrolReplySchema = z.object({
  store: registryId,
  mirror: registryId,
  /** Bearer key; HQ keeps only its hash. */
  key: z.string().min(32).max(128),
});

export type EnrolRequest = z.infer<typeof enrolRequestSchema>;
export type Enrolment = z.infer<typeof enrolReplySchema>;
