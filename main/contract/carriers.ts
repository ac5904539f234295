/**
 * Where a code may lead: the carriers as the settings list them, and the limits that each of them has. A list that breaks a
 * limit is refused when the settings are read, with the sentence that stands here.
 */
import { z } from 'zod';
import { isPlainAddress } from './addresses.ts';

export const CARRIERS = [
  'wecom-link',
  'wecom-contact',
  'wechat-link',
  'wechat-code',
  'wechat-oa',
  'line',
  'whatsapp',
  'link',
] as const;

export type Carrier = (typeof CARRIERS)[number];

/** WeCom cuts what is longer, silently. */
export const CUSTOMER_CHANNEL_BYTES = 64;
/** WeCom's `state` of a 联系我 code. */
export const CONTACT_STATE_LENGTH = 30;
/** Of addresses and texts in a code: with its token it must stay a code that a phone reads across a counter. */
const MAX_TEXT = 300;

/** An advisor's id in the registry: this entry counts while she serves; without one it counts whoever serves. */
const ba = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, "must be the advisor's id in the registry")
  .optional();

const inCode = z.string().max(MAX_TEXT, `may have ${MAX_TEXT} characters: a code with more is hard to scan`);

const httpsUnder = (start: string, example: string) =>
  inCode.refine((text) => text.startsWith(start) && URL.canParse(text), `must be a link such as ${example}`);

const brandLink = inCode
  .refine(
    (text) => URL.parse(text)?.protocol === 'https:',
    'must be an https address such as https://brand.example/t/',
  )
  .refine((text) => !/[?#]/.test(text), 'must have no ? and no #');

export const carrierSchema = z
  .discriminatedUnion('kind', [
    /** HQ's own landing page. */
    z.strictObject({
      kind: z.literal('link'),
      ba,
      /** Where phones reach HQ; where the mirror reaches it when left out. */
      address: inCode
        .refine(isPlainAddress, 'must be https (http only on this machine and in the local network)')
        .optional(),
    }),
    /** 获客链接. Its quota is prepaid. */
    z.strictObject({
      kind: z.literal('wecom-link'),
      ba,
      link: httpsUnder('https://work.weixin.qq.com/ca/', 'https://work.weixin.qq.com/ca/cawcde…').refine(
        (text) => !text.includes('customer_channel'),
        'must be the bare link: the mirror itself adds customer_channel',
      ),
    }),
    /** 联系我: one static code for an advisor at a mirror, made at HQ. */
    z.strictObject({
      kind: z.literal('wecom-contact'),
      ba: ba.unwrap(),
      /** What the code says that WeCom made. */
      link: httpsUnder('https://', 'https://work.weixin.qq.com/u/vc…'),
      /** As it was given to WeCom. */
      state: z
        .string()
        .min(1)
        .max(
          CONTACT_STATE_LENGTH,
          `may have ${CONTACT_STATE_LENGTH} characters: WeCom takes no longer state`,
        ),
    }),
    /** 扫普通链接二维码打开小程序. */
    z.strictObject({
      kind: z.literal('wechat-link'),
      ba,
      /** `https://brand-host/t/`, before the token. */
      address: brandLink.refine((text) => text.endsWith('/'), 'must end with /: the token follows it'),
      /** The rule that is registered for the mini program; the address must begin with it. */
      rule: brandLink,
    }),
    /** 小程序码, from HQ's pool. */
    z.strictObject({ kind: z.literal('wechat-code'), ba }),
    /** 公众号, from HQ's pool. */
    z.strictObject({ kind: z.literal('wechat-oa'), ba }),
    z.strictObject({
      kind: z.literal('line'),
      ba,
      liffId: z.string().regex(/^\d{10}-[A-Za-z0-9]{8}$/, 'must be a LIFF id such as 1234567890-AbcdEfgh'),
    }),
    z.strictObject({
      kind: z.literal('whatsapp'),
      ba,
      /** Country code first. */
      number: z
        .string()
        .regex(/^[1-9]\d{6,14}$/, 'must be digits only, country code first, such as 33612345678'),
      /** Before the token in the draft. */
      text: z
        .string()
        .refine(
          (text) => text.isWellFormed() && encodeURIComponent(text).length <= MAX_TEXT,
          `may have ${MAX_TEXT} signs as a link writes them, which are nine for a Chinese one`,
        )
        .optional(),
    }),
  ])
  .superRefine((carrier, context) => {
    if (carrier.kind !== 'wechat-link') return;
    const [address, rule] = [URL.parse(carrier.address), URL.parse(carrier.rule)];
    // What is no address at all has been told already.
    if (address === null || rule === null) return;
    if (address.host === rule.host && address.pathname.startsWith(rule.pathname)) return;
    const message = `must begin with the registered rule ${carrier.rule}: WeChat opens no mini program else`;
    context.addIssue({ code: 'custom', path: ['address'], message });
  });

export type CarrierSettings = z.infer<typeof carrierSchema>;

/** Those whose codes come from HQ, each good for one showing. */
export const POOLED = ['wechat-code', 'wechat-oa'] as const satisfies Carrier[];
export type PooledCarrier = (typeof POOLED)[number];
/** Their platform says nothing when somebody scans who is a contact already: such a scan is never known. */
export const SILENT_ON_KNOWN: readonly Carrier[] = ['wecom-link', 'wecom-contact'];
