/**
 * HQ's settings: where phones reach it, what the landing page asks, how credit is settled, and who HQ is to each platform.
 * One file, read once at the start; secrets of platforms are in it, so it belongs to HQ's own user alone.
 */
import { z } from 'zod';
import { isPlainAddress } from '../../main/contract/addresses.ts';

const secret = z.string().min(1).max(200);
/** Long ones are about 200 characters and may grow; it goes into a header. */
const accessToken = z.string().regex(/^[\x21-\x7e]{1,1000}$/, 'must be one word without spaces');
/** As WeChat and WeCom give it: 43 signs of base64, 32 bytes. */
const aesKey = z.string().regex(/^[A-Za-z0-9+/]{43}$/, 'must be the 43 characters of the EncodingAESKey');
const address = z
  .string()
  .refine(isPlainAddress, 'must be https (http only on this machine and in the local network)');
const version = z.string().regex(/^[\w.-]{1,32}$/, 'must be a version such as 2026-11');

const consent = z.strictObject({
  /** Of the text that she agrees to; a new text is a new version. */
  version: version.default('1'),
  /** The brand's own text; HQ's when left out. */
  link: z.url({ protocol: /^https$/ }).optional(),
});

export const hqSettingsSchema = z
  .strictObject({
    /** Where phones reach HQ. Left out: where mirrors do. */
    publicAddress: address.optional(),
    membership: z
      .strictObject({
        /** What the form asks for beside the consents. */
        ask: z.enum(['nickname', 'phone', 'either']).default('either'),
        /** Of telephone numbers without one, ISO 3166. */
        country: z
          .string()
          .regex(/^[A-Z]{2}$/)
          .default('CN'),
        membership: consent.prefault({}),
        marketing: consent.prefault({}),
      })
      .readonly()
      .prefault({}),
    credit: z
      .strictObject({
        /** Who is credited when a known contact scans again: whoever won her first, or whoever serves now. */
        known: z.enum(['bound', 'serving']).default('bound'),
      })
      .readonly()
      .prefault({}),
    wecom: z
      .strictObject({
        corpId: secret,
        token: secret,
        encodingAesKey: aesKey,
        /** Of the app that may send welcome messages; none are sent without it. */
        secret: secret.optional(),
        apiAddress: address.default('https://qyapi.weixin.qq.com'),
      })
      .readonly()
      .optional(),
    wechatOa: z
      .strictObject({
        appId: secret,
        token: secret,
        /** Where messages come encrypted. */
        encodingAesKey: aesKey.optional(),
        /** For making codes; the pool stays empty without it. */
        secret: secret.optional(),
        apiAddress: address.default('https://api.weixin.qq.com'),
      })
      .readonly()
      .optional(),
    wechatMini: z
      .strictObject({
        appId: secret,
        token: secret,
        encodingAesKey: aesKey.optional(),
        secret: secret.optional(),
        /** The mini program's page that its codes open. */
        page: z.string().max(128).default('pages/index/index'),
        apiAddress: address.default('https://api.weixin.qq.com'),
      })
      .readonly()
      .optional(),
    line: z
      .strictObject({
        channelSecret: secret,
        /** For answering who wrote; nobody is answered without it. */
        channelAccessToken: accessToken.optional(),
        apiAddress: address.default('https://api.line.me'),
      })
      .readonly()
      .optional(),
    whatsapp: z
      .strictObject({
        appSecret: secret,
        verifyToken: secret,
        /** For answering who wrote, both of them; nobody is answered without. */
        accessToken: accessToken.optional(),
        phoneNumberId: z
          .string()
          .regex(/^\d{1,32}$/, 'must be digits')
          .optional(),
        apiAddress: address.default('https://graph.facebook.com/v21.0'),
      })
      .readonly()
      .optional(),
  })
  .readonly();

export type HqSettings = z.infer<typeof hqSettingsSchema>;

export const DEFAULT_HQ_SETTINGS: HqSettings = hqSettingsSchema.parse({});
