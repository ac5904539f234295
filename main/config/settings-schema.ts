/** The one schema of the settings. */
import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { isLocalHost, isLoopbackHost, isPlainAddress } from '../contract/addresses.ts';
import { carrierSchema } from '../contract/carriers.ts';
import { isTimeZone } from '../contract/local-time.ts';
import { LOCALES } from '../contract/locales.ts';
import { cameraSettingsSchema } from '../contract/page-settings.ts';
import { registryId } from '../contract/wire.ts';

const PORT_RANGE = 'must be 0 or from 1024 to 65535';

/** Events tell of people's visits, so they leave the machine encrypted or not at all. */
function isHqAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

const isLanAddress = (text: string): boolean => isIPv4(text) && isLocalHost(text) && !isLoopbackHost(text);

const hqSchema = z
  .strictObject({
    address: z
      .string()
      .refine(isHqAddress, 'must be an address such as https://hq.example.com (http only on this machine)'),
    /** One-time code from HQ's fleet page, needed until the mirror is enrolled. */
    code: z
      .string()
      .regex(/^\S{8,64}$/, "must be the code of HQ's fleet page")
      .optional(),
    /** Where phones reach its landing page, if not at that address. */
    phones: z
      .string()
      .refine(isPlainAddress, 'must be https (http only on this machine and in the local network)')
      .optional(),
  })
  .readonly();

/** More than a counter has advisors, and ways for each. */
const MAX_CARRIERS = 20;

const codesSchema = z
  .strictObject({
    /** Where codes may lead: the first that fits whoever serves and can be served is taken. */
    carriers: z
      .array(carrierSchema)
      .min(1, 'must name one carrier at least; HQ\'s own landing page is {"kind": "link"}')
      .max(MAX_CARRIERS, `may name ${MAX_CARRIERS} carriers`)
      .readonly()
      .default([{ kind: 'link' }]),
    /** Id of the benefit that codes promise; the first for everybody when left out. */
    benefit: z.string().min(1).max(64).optional(),
  })
  .readonly();

export const settingsSchema = z
  .strictObject({
    /** Port on loopback, of the headless shell's server and of `/metrics`; 0 takes any free one. */
    port: z
      .int(PORT_RANGE)
      .refine((port) => port === 0 || (port >= 1024 && port <= 65_535), PORT_RANGE)
      .default(4460),
    /** The Chromium to use; looked for when left out. */
    chromium: z.string().min(1).optional(),
    /** The brand's catalogue; the sample when left out. */
    catalogue: z.string().min(1).optional(),
    /** An official face landmark bundle instead of the one built here. */
    faceBundle: z
      .strictObject({
        path: z.string().min(1),
        sha256: z.string().regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits'),
      })
      .readonly()
      .optional(),
    /** Language of the window. */
    locale: z.enum(LOCALES).default(LOCALES[0]),
    /** The window fills the screen, without a frame or a way out but the keyboard's. */
    kiosk: z.boolean().default(true),
    camera: cameraSettingsSchema.readonly().prefault({}),
    /** The person beside the shopper wears a shade of her own. */
    companion: z.boolean().default(false),
    /** IANA zone of the store: whose days and hours the statistics are by. The machine's own when left out. */
    timeZone: z
      .string()
      .refine(isTimeZone, 'must be a time zone such as Asia/Shanghai or Europe/Paris')
      .default(() => new Intl.DateTimeFormat().resolvedOptions().timeZone),
    /** Where events go. Left out: the embedded HQ where a checkout is started, none where the mirror was installed. */
    hq: z
      .union([z.enum(['none', 'embedded']), hqSchema], { error: 'must be "none", "embedded" or an address' })
      .optional(),
    visits: z
      .strictObject({
        /** What begins a visit: her own touch, or already her standing there, where the store's policy allows it. */
        startOn: z.enum(['touch', 'presence']).default('touch'),
        /** The serving advisor while nobody is signed in, by her id in the registry. */
        ba: registryId.optional(),
        /** Every visit is a demonstration. */
        demo: z.boolean().default(false),
      })
      .readonly()
      .prefault({}),
    codes: codesSchema.prefault({}),
    /** This machine's address in the local network, where the embedded HQ shows phones its landing page and nothing else. */
    lan: z
      .string()
      .refine(isLanAddress, "must be this machine's IPv4 address in the local network, such as 192.168.1.20")
      .optional(),
    /** A CSV file of door and till counts by day. */
    counts: z.string().min(1).optional(),
  })
  .readonly();

/** Frozen; all paths are absolute. */
export type Settings = z.infer<typeof settingsSchema>;
export type HqSettings = z.infer<typeof hqSchema>;
export type CodesSettings = z.infer<typeof codesSchema>;
